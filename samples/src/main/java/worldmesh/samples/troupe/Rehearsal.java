package worldmesh.samples.troupe;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import worldmesh.peer.Session;
import worldmesh.peer.SessionOptions;
import worldmesh.peer.World;
import worldmesh.peer.port.AuthorityStatus;
import worldmesh.runtime.net.HostPort;
import worldmesh.runtime.time.SystemClock;
import worldmesh.samples.lanparty.GameWorld;

/** A party of two inside one process, before the real one: afterwards its classes are loaded and its code is warm. */
final class Rehearsal {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final double TURN_SECONDS = 0.005;
    private static final long TURN_NANOS = 5_000_000;

    private Rehearsal() {}

    /** Plays until the guest's disk counts, on this thread. */
    static void play(Path directory) {
        SessionOptions here = SessionOptions.defaults()
                .listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .quiet();
        try (World stage = open("host", directory.resolve("rehearsal-host"));
                World hall = open("guest", directory.resolve("rehearsal-guest"));
                Session host = Session.host(stage, "Rehearsal", here);
                Session guest = Session.join(hall, HostPort.format(host.local()), here)) {
            long end = SystemClock.INSTANCE.nanoTime() + PATIENCE_NANOS;
            while (!isSeated(guest) && SystemClock.INSTANCE.nanoTime() < end) {
                host.update(TURN_SECONDS);
                guest.update(TURN_SECONDS);
                LockSupport.parkNanos(TURN_NANOS);
            }
        }
    }

    private static World open(String name, Path store) {
        return GameWorld.builder().name(name).store(store).open();
    }

    private static boolean isSeated(Session session) {
        AuthorityStatus status = session.authorityStatus();
        return status != null && status.role() == AuthorityStatus.Role.FOLLOWER;
    }
}
