package worldmesh.runtime.loop;

import java.util.PriorityQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import worldmesh.runtime.time.Clock;
import worldmesh.runtime.time.SystemClock;

/**
 * One thread that runs tasks in the order they arrive and timers at their deadlines. Any thread may hand in tasks and
 * timers; they run on the loop's thread only. The mailbox is bounded: when it is full a task is refused and counted.
 *
 * <p>An error that a task lets escape stops the loop for good: it is logged, kept in {@link #failure()} and reported to
 * the listener once; nothing runs after it.
 */
public final class EventLoop implements Executor, AutoCloseable {
    /** Tasks that may wait. At 1,500 B per datagram this is 12 MiB, more than a socket buffer holds. */
    public static final int DEFAULT_MAILBOX = 8_192;

    /** Tasks run between two looks at the timers, so that a flood cannot starve them. */
    private static final int TASKS_PER_ROUND = 256;

    /** The longest sleep; a lost wake-up would cost no more than this. */
    private static final long IDLE_NANOS = 50_000_000L;

    /** How long {@link #close} waits for the task that is running. */
    private static final long CLOSE_MILLIS = 5_000;

    private static final Logger log = LoggerFactory.getLogger(EventLoop.class);

    private final String name;
    private final Clock clock;
    private final BoundedInbox<Runnable> mailbox;
    private final Consumer<Throwable> onFailure;
    private final PriorityQueue<LoopTimer> timers = new PriorityQueue<>();
    private final AtomicLong timerOrder = new AtomicLong();
    private final Thread thread;
    private volatile boolean closing;
    private volatile boolean parked;
    private volatile @Nullable Throwable failure;

    private EventLoop(String name, int mailbox, Consumer<Throwable> onFailure) {
        this.name = name;
        this.clock = SystemClock.INSTANCE;
        this.mailbox = new BoundedInbox<>(mailbox);
        this.onFailure = onFailure;
        this.thread = new Thread(this::run, name);
        this.thread.setDaemon(true);
    }

    /** Starts a loop; {@code onFailure} hears, on the loop's thread, the error that stopped it. */
    public static EventLoop start(String name, Consumer<Throwable> onFailure) {
        return start(name, DEFAULT_MAILBOX, onFailure);
    }

    /** Starts a loop whose mailbox holds {@code mailbox} tasks. */
    public static EventLoop start(String name, int mailbox, Consumer<Throwable> onFailure) {
        var loop = new EventLoop(name, mailbox, onFailure);
        loop.thread.start();
        return loop;
    }

    /** The loop's clock: what timers are measured by. */
    public long nanoTime() {
        return clock.nanoTime();
    }

    /** True on the loop's own thread. */
    public boolean inLoop() {
        return Thread.currentThread() == thread;
    }

    /** Runs {@code task} on the loop; false, counted, if the mailbox is full or the loop has stopped. */
    public boolean tryExecute(Runnable task) {
        if (closing || failure != null || !mailbox.offer(task)) {
            return false;
        }
        if (parked) {
            LockSupport.unpark(thread);
        }
        return true;
    }

    /** As {@link #tryExecute}, with an exception where that answers false. */
    @Override
    public void execute(Runnable task) {
        if (!tryExecute(task)) {
            throw new RejectedExecutionException(
                    closing || failure != null
                            ? "loop " + name + " has stopped"
                            : "loop " + name + " has " + mailbox.size() + " tasks waiting, its limit; send less");
        }
    }

    /** Runs {@code task} on the loop at or soon after {@code deadlineNanos} of {@link #nanoTime}. */
    public LoopTimer schedule(long deadlineNanos, Runnable task) {
        var timer = new LoopTimer(deadlineNanos, timerOrder.getAndIncrement(), task);
        if (inLoop()) {
            timers.add(timer);
        } else {
            execute(() -> timers.add(timer));
        }
        return timer;
    }

    /** Tasks that wait now. */
    public int waiting() {
        return mailbox.size();
    }

    /** Tasks refused because the mailbox was full. */
    public long refused() {
        return mailbox.refused();
    }

    /** The error that stopped the loop, or null. */
    public @Nullable Throwable failure() {
        return failure;
    }

    /** Runs the tasks handed in, forgets the timers and ends the thread; idempotent, waits unless in the loop. */
    @Override
    public void close() {
        closing = true;
        LockSupport.unpark(thread);
        if (inLoop()) {
            return;
        }
        try {
            thread.join(CLOSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (thread.isAlive()) {
            log.warn("loop.close.timeout loop={} millis={}", name, CLOSE_MILLIS);
        }
    }

    @SuppressWarnings("IllegalCatch") // the loop is the one place that may: it stops the node and says why
    private void run() {
        try {
            while (!closing || !mailbox.isEmpty()) {
                int ran = mailbox.drain(Runnable::run, TASKS_PER_ROUND) + fireDue();
                if (ran == 0) {
                    park();
                }
            }
        } catch (Throwable e) {
            failure = e;
            log.error("loop.failed loop={}", name, e);
            mailbox.clear();
            onFailure.accept(e);
        }
    }

    private int fireDue() {
        long now = clock.nanoTime();
        int fired = 0;
        for (LoopTimer next = timers.peek(); next != null && !closing; next = timers.peek()) {
            if (next.deadlineNanos() - now > 0) {
                break;
            }
            timers.remove();
            next.fire();
            fired++;
        }
        return fired;
    }

    private void park() {
        LoopTimer next = timers.peek();
        long nanos = next == null ? IDLE_NANOS : Math.min(IDLE_NANOS, next.deadlineNanos() - clock.nanoTime());
        parked = true;
        if (mailbox.isEmpty() && !closing && nanos > 0) {
            LockSupport.parkNanos(this, nanos);
            // An interrupt would make every later park return at once; nobody has a right to interrupt a loop.
            Thread.interrupted();
        }
        parked = false;
    }
}
