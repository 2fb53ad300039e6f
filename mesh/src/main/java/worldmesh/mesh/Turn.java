package worldmesh.mesh;

import java.util.concurrent.locks.ReentrantLock;

/**
 * The lock of a mesh. Whoever finds it taken looks again for a few microseconds before it sleeps: a turn takes one, and
 * to put a thread to sleep and wake it costs both threads more, the one that has the turn too. Without that the timer's
 * thread took a twentieth of a core beside a sender at full rate, which it woke up for nothing again and again.
 */
@SuppressWarnings("serial") // is never written
final class Turn extends ReentrantLock {
    /** Looks before it sleeps: five microseconds or so. */
    private static final int LOOKS = 128;

    @Override
    public void lock() {
        for (int i = 0; i < LOOKS; i++) {
            if (tryLock()) {
                return;
            }
            Thread.onSpinWait();
        }
        super.lock();
    }
}
