package worldmesh.runtime.loop;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * One thread for works that would hold a session's own up. It ends when nothing was to be done for a while; works that
 * find no place are done by who brings them.
 */
public final class BesideThread implements Executor {
    private static final long IDLE_SECONDS = 5;
    private static final int WAITING_MAX = 16;

    private final ThreadPoolExecutor thread;

    /** A thread of that name, once there is something to do. */
    public BesideThread(String name) {
        thread = new ThreadPoolExecutor(
                1,
                1,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(WAITING_MAX),
                work -> {
                    Thread made = new Thread(work, name);
                    made.setDaemon(true);
                    return made;
                },
                new ThreadPoolExecutor.CallerRunsPolicy());
        thread.allowCoreThreadTimeOut(true);
    }

    @Override
    public void execute(Runnable work) {
        thread.execute(work);
    }
}
