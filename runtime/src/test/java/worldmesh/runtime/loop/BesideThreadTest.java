package worldmesh.runtime.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class BesideThreadTest {
    private static final int MORE_THAN_WAIT = 40;

    @Test
    void worksAreDoneByAnotherThreadAndByWhoBringsThemOnlyIfTooManyWait() throws InterruptedException {
        BesideThread beside = new BesideThread("beside-test");
        CountDownLatch gate = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(MORE_THAN_WAIT);
        List<String> names = new CopyOnWriteArrayList<>();
        Thread caller = Thread.currentThread();

        for (int i = 0; i < MORE_THAN_WAIT; i++) {
            beside.execute(() -> {
                if (Thread.currentThread() != caller) {
                    await(gate);
                }
                names.add(Thread.currentThread().getName());
                done.countDown();
            });
        }
        gate.countDown();

        assertTrue(done.await(10, TimeUnit.SECONDS));
        assertEquals("beside-test", names.get(names.size() - 1));
        long here = names.stream().filter(caller.getName()::equals).count();
        assertNotEquals(0, here, "no more wait than may");
        assertEquals(MORE_THAN_WAIT - 17, here, "one is under way and sixteen wait");
    }

    private static void await(CountDownLatch gate) {
        try {
            gate.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
