package worldmesh.benchmarks.resume;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import worldmesh.mesh.Mesh;
import worldmesh.mesh.MeshSettings;
import worldmesh.mesh.crypto.Ed25519Signer;
import worldmesh.mesh.identity.TicketFile;
import worldmesh.mesh.link.Lane;
import worldmesh.mesh.link.LinkState;
import worldmesh.mesh.link.MeshSignal;
import worldmesh.runtime.identity.PeerId;
import worldmesh.runtime.time.SystemClock;

/**
 * One peer with a link to the hub on which numbered reliable messages go both ways all the time; things happen to it,
 * one after another. Driven by one thread.
 */
final class DroppedLink implements AutoCloseable {
    private static final long MILLI = 1_000_000L;
    private static final long SEND_NANOS = 20 * MILLI;

    /** A dead path is dead for longer than the suspicion and shorter than what ends a link. */
    private static final long DEAD_LEAST_NANOS = 650 * MILLI;

    private static final long DEAD_MOST_NANOS = 2_500 * MILLI;
    private static final long REST_NANOS = 200 * MILLI;

    /** A link that is not back after this long counts with this time. */
    private static final long GIVE_UP_NANOS = 20_000 * MILLI;

    private static final int DRAIN = 10_000;

    private enum Phase {
        FLOWING,
        DEAD,
        EMPTYING,
        RETURNING
    }

    private final String host;
    private final Hub hub;
    private final Path directory;
    private final SecureRandom entropy;
    private final SplittableRandom random;
    private final Ed25519Signer signer;
    private final Counted toHub = new Counted();
    private final Counted fromHub = new Counted();
    private Mesh mesh;
    private SwitchedPort port;
    private Phase phase = Phase.FLOWING;
    private DropKind kind = DropKind.ADDRESS;
    private long until;
    private long nextSend;
    private long since;
    private long toHubBefore;
    private long fromHubBefore;
    private int lives;
    private int hellosBefore;
    private int handshakes;
    private boolean hubLinked;

    DroppedLink(String host, Hub hub, Path directory, SecureRandom entropy, long seed) {
        this.host = host;
        this.hub = hub;
        this.directory = directory;
        this.entropy = entropy;
        this.random = new SplittableRandom(seed);
        this.signer = Ed25519Signer.generate(entropy);
        this.port = new SwitchedPort(host);
        this.mesh = open();
        mesh.connect(hub.mesh.local(), hub.mesh.self());
    }

    private Mesh open() {
        Mesh opened = Mesh.open(MeshSettings.defaults(), signer, port, SystemClock.INSTANCE, entropy);
        opened.keepTickets(new TicketFile(tickets(lives), SystemClock.INSTANCE));
        return opened;
    }

    private Path tickets(int life) {
        return directory.resolve(signer.peer().brief() + "-" + life);
    }

    PeerId peer() {
        return signer.peer();
    }

    /** True if messages flow and nothing is happening. */
    boolean rests(long now) {
        boolean linked = mesh.state(hub.mesh.self()) == LinkState.CONNECTED && fromHub.heardSince(0) != Long.MAX_VALUE;
        return phase == Phase.FLOWING && now >= until && linked;
    }

    /** Makes something happen. */
    void drop(DropKind next, long now) {
        kind = next;
        switch (next) {
            case ADDRESS -> {
                port.move();
                awaitReturn(now);
            }
            case PATH -> {
                port.cut(true);
                phase = Phase.DEAD;
                until = now + random.nextLong(DEAD_LEAST_NANOS, DEAD_MOST_NANOS);
            }
            case RESTART -> {
                phase = Phase.EMPTYING;
                until = now + REST_NANOS; // the tickets are on the disk by then
            }
        }
    }

    private void awaitReturn(long now) {
        phase = Phase.RETURNING;
        since = now;
        toHubBefore = toHub.sent();
        fromHubBefore = fromHub.sent();
    }

    /** Sends and takes what is due; how long the link took to come back if it just did, in nanoseconds. */
    @Nullable Long turn(long now) {
        mesh.drain(this::onSignal, DRAIN);
        if (phase != Phase.EMPTYING && now >= nextSend) {
            nextSend = now + SEND_NANOS;
            if (mesh.send(hub.mesh.self(), Lane.RELIABLE, 0, toHub.message())) {
                toHub.onSent();
            }
            // What is said to the process that died is nobody's: the hub is told when there is another.
            if (hubLinked && hub.mesh.send(peer(), Lane.RELIABLE, 0, fromHub.message())) {
                fromHub.onSent();
            }
        }
        if (phase == Phase.DEAD && now >= until) {
            port.cut(false);
            awaitReturn(now);
        } else if (phase == Phase.EMPTYING && now >= until && isEmpty(now)) {
            restart();
        }
        return phase == Phase.RETURNING ? returned(now) : null;
    }

    private boolean isEmpty(long now) {
        return (toHub.complete() && fromHub.complete()) || now >= until + GIVE_UP_NANOS;
    }

    private void restart() {
        port.cut(true);
        try {
            // The old process is not killed but closed, unheard; what it had stored until now is what is left of it.
            Files.copy(tickets(lives), tickets(lives + 1), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        mesh.close();
        toHub.restart();
        fromHub.restart();
        lives++;
        hubLinked = false;
        port = new SwitchedPort(host);
        hellosBefore = 0;
        awaitReturn(SystemClock.INSTANCE.nanoTime());
        mesh = open();
        mesh.connect(hub.mesh.local(), hub.mesh.self());
    }

    private @Nullable Long returned(long now) {
        long back = Math.max(toHub.heardSince(toHubBefore), fromHub.heardSince(fromHubBefore));
        if (back == Long.MAX_VALUE && now - since < GIVE_UP_NANOS) {
            return null;
        }
        handshakes += port.hellos() - hellosBefore;
        hellosBefore = port.hellos();
        phase = Phase.FLOWING;
        until = now + REST_NANOS;
        return Math.min(GIVE_UP_NANOS, Math.min(now, back) - since);
    }

    private void onSignal(MeshSignal signal) {
        if (signal instanceof MeshSignal.Received received) {
            fromHub.onReceived(received.message(), SystemClock.INSTANCE.nanoTime());
        }
    }

    void onHubReceived(byte[] message, long now) {
        toHub.onReceived(message, now);
    }

    void onHubLinked() {
        hubLinked = true;
    }

    DropKind kind() {
        return kind;
    }

    /** Handshakes that were needed after something had happened. */
    int handshakes() {
        return handshakes;
    }

    /** Forgets the handshake that began it all. */
    void begun() {
        hellosBefore = port.hellos();
    }

    boolean isComplete() {
        return phase == Phase.FLOWING && toHub.complete() && fromHub.complete();
    }

    /** Nothing more is sent. */
    void quiet() {
        nextSend = Long.MAX_VALUE;
    }

    /** Messages that never came. */
    long lost() {
        return toHub.lost() + fromHub.lost() + (isComplete() ? 0 : 1);
    }

    long messages() {
        return toHub.ofAll() + fromHub.ofAll();
    }

    long repeated() {
        return toHub.repeated() + fromHub.repeated();
    }

    @Override
    public void close() {
        mesh.close();
    }
}
