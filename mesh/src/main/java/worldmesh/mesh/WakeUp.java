package worldmesh.mesh;

/** When the mesh's one timer is set, and when that is worth it. Confined to whoever has the mesh's turn. */
final class WakeUp {
    /** A timer that would fire this much earlier than the one that is set is not worth a wake-up. */
    private static final long SLACK_NANOS = 100_000L;

    /** So long a message waits for company at most: a timer that is set for sooner need not be set for it. */
    private static final long COMPANY_NANOS = 500_000L;

    /** The same of one that its sender flushes before, as it has just done: {@code MeshPort.flush}. */
    private static final long FLUSHED_NANOS = 1_000_000L;

    /** Who sends so much in that time will go on: the timer stays set, which is cheaper than to wake its thread. */
    private static final int BUSY_MESSAGES = 8;

    private final Alarm alarm;
    private long setFor = Long.MAX_VALUE;
    private int messages;
    private int flushes;
    private long patience = COMPANY_NANOS;

    WakeUp(Alarm alarm) {
        this.alarm = alarm;
    }

    /** A message was queued, one that waits for company at most or one of a stream; true if a timer may be needed. */
    boolean onMessage(boolean reliable, long now) {
        messages++;
        return reliable || setFor > now + patience;
    }

    /** The timer has fired; answers until when it is to be set again, whatever is due. */
    long onFired(long now) {
        boolean busy = messages >= BUSY_MESSAGES;
        patience = busy && flushes >= BUSY_MESSAGES ? FLUSHED_NANOS : COMPANY_NANOS;
        messages = 0;
        flushes = 0;
        setFor = Long.MAX_VALUE;
        return busy ? now + patience : Long.MAX_VALUE;
    }

    /** What waited for company has left. */
    void onFlush() {
        flushes++;
    }

    /** Runs {@code task} at {@code deadline}, unless it will run by then anyway. */
    void at(long deadline, Runnable task) {
        if (deadline != Long.MAX_VALUE && deadline < setFor - SLACK_NANOS) {
            setFor = deadline;
            alarm.set(deadline, task);
        }
    }

    void close() {
        alarm.close();
    }
}
