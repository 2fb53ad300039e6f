package worldmesh.runtime.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class EventLoopTest {
    private final CompletableFuture<Throwable> failed = new CompletableFuture<>();

    @Test
    void runsTasksInOrderOnItsOwnThread() {
        var seen = new CopyOnWriteArrayList<Integer>();
        var inLoop = new CompletableFuture<Boolean>();
        try (var loop = EventLoop.start("test", failed::complete)) {
            loop.execute(() -> seen.add(1));
            loop.execute(() -> seen.add(2));
            loop.execute(() -> inLoop.complete(loop.inLoop()));

            assertTrue(inLoop.join());
            assertFalse(loop.inLoop());
        }
        assertEquals(List.of(1, 2), seen);
    }

    @Test
    void firesTimersByDeadlineAndNotByOrderOfAsking() throws InterruptedException {
        var seen = new CopyOnWriteArrayList<String>();
        var done = new CountDownLatch(2);
        try (var loop = EventLoop.start("test", failed::complete)) {
            // From inside the loop: both are known before either is due, however slow the machine is.
            loop.execute(() -> {
                long now = loop.nanoTime();
                loop.schedule(now + 4_000_000, () -> note(seen, "late", done));
                loop.schedule(now + 1_000_000, () -> note(seen, "early", done));
            });

            assertTrue(done.await(5, TimeUnit.SECONDS));
        }
        assertEquals(List.of("early", "late"), seen);
    }

    private static void note(List<String> seen, String what, CountDownLatch done) {
        seen.add(what);
        done.countDown();
    }

    @Test
    void doesNotFireACancelledTimer() throws InterruptedException {
        var seen = new CopyOnWriteArrayList<String>();
        var done = new CountDownLatch(1);
        try (var loop = EventLoop.start("test", failed::complete)) {
            long now = loop.nanoTime();
            loop.execute(() -> {
                loop.schedule(now, () -> seen.add("cancelled")).cancel();
                loop.schedule(now + 1_000_000, () -> note(seen, "kept", done));
            });

            assertTrue(done.await(5, TimeUnit.SECONDS));
        }
        assertEquals(List.of("kept"), seen);
    }

    @Test
    void stopsAtAnUncaughtErrorAndReportsIt() {
        var error = new IllegalStateException("planted by this test");
        try (var loop = EventLoop.start("test", failed::complete)) {
            loop.execute(() -> {
                throw error;
            });

            assertSame(error, failed.join());
            assertSame(error, loop.failure());
            assertFalse(loop.tryExecute(() -> {}));
        }
    }

    @Test
    void refusesTasksOverItsLimit() throws InterruptedException {
        var running = new CountDownLatch(1);
        var release = new CountDownLatch(1);
        try (var loop = EventLoop.start("test", 2, failed::complete)) {
            loop.execute(() -> hold(running, release));
            running.await();
            loop.execute(() -> {});
            loop.execute(() -> {});

            var refused = assertThrows(RejectedExecutionException.class, () -> loop.execute(() -> {}));

            assertEquals("loop test has 2 tasks waiting, its limit; send less", refused.getMessage());
            assertEquals(1, loop.refused());
            release.countDown();
        }
    }

    private static void hold(CountDownLatch running, CountDownLatch release) {
        running.countDown();
        try {
            release.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void runsWhatWasHandedInBeforeItCloses() {
        var seen = new CopyOnWriteArrayList<Integer>();
        var loop = EventLoop.start("test", failed::complete);
        for (int i = 0; i < 100; i++) {
            loop.execute(() -> seen.add(1));
        }

        loop.close();
        loop.close();

        assertEquals(100, seen.size());
        assertNotNull(assertThrows(RejectedExecutionException.class, () -> loop.execute(() -> {})));
    }
}
