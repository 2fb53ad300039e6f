package worldmesh.benchmarks.resume;

import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;

/** Numbered messages in one direction of a link: which were sent, which came, and when the last one did. */
final class Counted {
    private static final int PADDING_BYTES = 56;

    private long sent;
    private long ofAll;
    private long next;
    private long lost;
    private long repeated;
    private long lastAt = Long.MIN_VALUE;
    private long lastNumber = -1;

    /** The message to be sent next. */
    byte[] message() {
        return new ByteWriter(64).i64(sent).bytes(new byte[PADDING_BYTES]).toBytes();
    }

    void onSent() {
        sent++;
        ofAll++;
    }

    void onReceived(byte[] message, long now) {
        long number = new ByteReader(message, 0, message.length).i64();
        if (number < next) {
            repeated++;
        } else {
            lost += number - next;
            next = number + 1;
        }
        lastNumber = number;
        lastAt = now;
    }

    long sent() {
        return sent;
    }

    /** True if everything sent has come. */
    boolean complete() {
        return next == sent;
    }

    /** When the newest message came, if it was sent after {@code number} ones; else never. */
    long heardSince(long number) {
        return lastNumber >= number ? lastAt : Long.MAX_VALUE;
    }

    /** Counts what did not come as lost, and begins at 0 again. */
    void restart() {
        lost += sent - next;
        sent = 0;
        next = 0;
        lastNumber = -1;
    }

    /** All that were ever sent. */
    long ofAll() {
        return ofAll;
    }

    long lost() {
        return lost;
    }

    long repeated() {
        return repeated;
    }
}
