package worldmesh.mesh;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import worldmesh.runtime.loop.EventLoop;
import worldmesh.runtime.loop.LoopTimer;

/** An alarm with an event loop of its own, set by whoever has the mesh's turn. */
final class LoopAlarm implements Alarm {
    private static final Logger log = LoggerFactory.getLogger(LoopAlarm.class);

    private final EventLoop loop;
    private @Nullable LoopTimer timer;

    LoopAlarm(String name) {
        this.loop = EventLoop.start(name, error -> log.error("mesh.timers.failed", error));
    }

    @Override
    public void set(long deadlineNanos, Runnable task) {
        if (timer != null) {
            timer.cancel(); // exactly one lives: every timer that fires sets the next
        }
        timer = loop.schedule(deadlineNanos, task);
    }

    @Override
    public void close() {
        loop.close();
    }
}
