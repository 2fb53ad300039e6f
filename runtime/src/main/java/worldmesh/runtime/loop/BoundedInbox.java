package worldmesh.runtime.loop;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jctools.queues.atomic.MpscAtomicArrayQueue;

/**
 * Carries messages from any number of threads to one: bounded, first in first out. When it is full {@link #offer}
 * refuses and counts; the sender decides what that means. {@link #drain} and {@link #clear} belong to the one receiver.
 */
public final class BoundedInbox<T> {
    private final MpscAtomicArrayQueue<T> queue;
    private final AtomicLong refused = new AtomicLong();

    /** An inbox for at least {@code capacity} messages (rounded up to a power of two). */
    public BoundedInbox(int capacity) {
        if (capacity < 1) {
            throw new IllegalArgumentException("an inbox holds at least 1 message, got capacity " + capacity);
        }
        this.queue = new MpscAtomicArrayQueue<>(Math.max(2, capacity));
    }

    /** Puts {@code message} in, from any thread; false, counted, if the inbox is full. */
    public boolean offer(T message) {
        if (queue.offer(message)) {
            return true;
        }
        refused.incrementAndGet();
        return false;
    }

    /** Hands up to {@code max} messages to {@code receiver} in order and answers how many. */
    public int drain(Consumer<? super T> receiver, int max) {
        int taken = 0;
        while (taken < max) {
            T message = queue.poll();
            if (message == null) {
                return taken;
            }
            taken++;
            receiver.accept(message);
        }
        return taken;
    }

    /** Forgets what is inside. */
    public void clear() {
        queue.clear();
    }

    /** True if nothing waits; a hint unless called by the receiver. */
    public boolean isEmpty() {
        return queue.isEmpty();
    }

    /** How many messages wait; a hint, since senders may be at work. */
    public int size() {
        return queue.size();
    }

    /** How many messages fit. */
    public int capacity() {
        return queue.capacity();
    }

    /** How many messages were refused because the inbox was full. */
    public long refused() {
        return refused.get();
    }
}
