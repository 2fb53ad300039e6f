package worldmesh.peer.doctor;

import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import worldmesh.mesh.Mesh;
import worldmesh.mesh.MeshSettings;
import worldmesh.mesh.crypto.Ed25519Signer;
import worldmesh.mesh.crypto.Ed25519Verifier;
import worldmesh.mesh.ice.IceConnector;
import worldmesh.mesh.ice.UdpMux;
import worldmesh.mesh.invite.Invite;
import worldmesh.mesh.link.CloseReason;
import worldmesh.mesh.link.Lane;
import worldmesh.mesh.link.LinkStats;
import worldmesh.mesh.link.MeshSignal;
import worldmesh.mesh.path.PathEvent;
import worldmesh.mesh.path.TurnAddress;
import worldmesh.mesh.path.WayResult;
import worldmesh.peer.admission.InvitationProof;
import worldmesh.peer.wire.CheckupAnswer;
import worldmesh.peer.wire.CheckupAsk;
import worldmesh.peer.wire.CheckupProbe;
import worldmesh.peer.wire.CheckupReport;
import worldmesh.peer.wire.CheckupState;
import worldmesh.peer.wire.Message;
import worldmesh.peer.wire.MessageKind;
import worldmesh.peer.wire.Refuse;
import worldmesh.runtime.identity.PeerId;
import worldmesh.runtime.net.UdpDatagramPort;
import worldmesh.runtime.time.Clock;

/**
 * Goes to a member as a player would, under a key of its own that is forgotten, and checks the ways between the two
 * with it. Confined to the thread that calls it, which it keeps for some seconds.
 */
final class MemberVisit implements AutoCloseable {
    /** A direct link comes up in a few round trips; after that servers are tried beside it. */
    private static final long AROUND_NANOS = 1_500_000_000L;

    /** Between asking a server to carry, which it does once it has given an address. */
    private static final long AROUND_AGAIN_NANOS = 500_000_000L;

    private static final long LINK_NANOS = 8_000_000_000L;

    /** A member that says nothing to a question by then does not know it. */
    private static final long ANSWER_NANOS = 4_000_000_000L;

    /** A search takes 8 s at most, on each side. */
    private static final long CHECK_NANOS = 13_000_000_000L;

    private static final long POLL_NANOS = 1_000_000L;
    private static final int SIGNALS_MAX = 64;
    private static final int PROBE_STREAM = 0;

    private final Clock clock;
    private final DoctorRequest request;
    private final long trace;
    private final Ed25519Signer signer;
    private final Mesh mesh;
    private final IceConnector ice;
    private MeshSignal.@Nullable LinkUp link;
    private boolean down;
    private boolean reported;
    private int verdict = -1;
    private @Nullable Long skewMillis;
    private @Nullable List<WayResult> ours;
    private @Nullable List<WayResult> theirs;
    private @Nullable CheckupState state;
    private @Nullable LineMeasure line;
    private String failure = "";

    MemberVisit(DoctorRequest request, long trace, Clock clock, SecureRandom random) {
        this.request = request;
        this.trace = trace;
        this.clock = clock;
        this.signer = Ed25519Signer.generate(random);
        UdpMux mux = new UdpMux(UdpDatagramPort.open(new InetSocketAddress(0)));
        this.mesh = Mesh.open(MeshSettings.defaults(), signer, mux, clock, random);
        this.ice = IceConnector.open(mux, request.ice(), signer, Ed25519Verifier.INSTANCE, random);
    }

    Visit run() {
        connect();
        MeshSignal.LinkUp up = link;
        if (up != null && !down) {
            check(up);
        }
        long rtt = up == null ? 0 : mesh.stats(up.peer()).rttNanos();
        boolean served = up != null && TurnAddress.is(up.address());
        return new Visit(
                up == null ? null : up.address(),
                served,
                rtt,
                skewMillis,
                verdict,
                ours == null ? List.of() : ours,
                theirs == null ? List.of() : theirs,
                state,
                line == null ? null : line.figures(),
                up != null && isOwn(up.address()),
                failure);
    }

    private static boolean isOwn(InetSocketAddress address) {
        try {
            return !address.isUnresolved() && NetworkInterface.getByInetAddress(address.getAddress()) != null;
        } catch (SocketException e) {
            return address.getAddress().isLoopbackAddress(); // nothing is known of the interfaces
        }
    }

    private void connect() {
        Invite invite = request.invite();
        PeerId expected = invite == null ? null : invite.peer();
        request.member().forEach(address -> mesh.connect(address, expected));
        long begun = clock.nanoTime();
        long aroundAt = begun + AROUND_NANOS;
        List<InetSocketAddress> around = new ArrayList<>();
        while (link == null && clock.nanoTime() - begun < LINK_NANOS) {
            turn();
            if (clock.nanoTime() - aroundAt >= 0) {
                aroundAt = clock.nanoTime() + AROUND_AGAIN_NANOS;
                for (InetSocketAddress address : request.member()) {
                    InetSocketAddress way = around.contains(address) ? null : ice.around(address);
                    if (way != null) {
                        around.add(address);
                        mesh.connect(way, expected);
                    }
                }
            }
        }
        if (link == null) {
            failure = around.isEmpty() ? "no answer" : "no answer, neither through a server";
        }
    }

    private void check(MeshSignal.LinkUp up) {
        ice.seek(up.peer(), TurnAddress.is(up.address()) ? null : up.address());
        long begun = clock.nanoTime();
        boolean waits = true;
        while (waits && !down) {
            turn();
            long past = clock.nanoTime() - begun;
            boolean refused = verdict > CheckupAnswer.TAKEN;
            boolean mute = verdict < 0 && past > ANSWER_NANOS;
            measure(up);
            boolean whole = ours != null && theirs != null && reported;
            waits = !refused && !mute && !whole && past < CHECK_NANOS;
        }
    }

    /** The line is measured while ways are searched; what was seen is told after both, since that ends the check. */
    private void measure(MeshSignal.LinkUp up) {
        LineMeasure now = line;
        if (now == null) {
            return;
        }
        now.onTime(clock.nanoTime(), probe -> mesh.send(up.peer(), Lane.VOICE, PROBE_STREAM, probe.encode()));
        List<WayResult> seen = ours;
        if (seen != null && !reported && now.isOver(clock.nanoTime())) {
            reported = true;
            send(up, new CheckupReport(trace, seen));
        }
    }

    private void turn() {
        mesh.drain(this::onSignal, SIGNALS_MAX);
        ice.drain(this::onEvent, SIGNALS_MAX);
        mesh.flush();
        LockSupport.parkNanos(POLL_NANOS);
    }

    private void onSignal(MeshSignal signal) {
        if (signal instanceof MeshSignal.LinkUp up) {
            link = link == null ? up : link;
        } else if (signal instanceof MeshSignal.LinkDown ended) {
            down = link != null && ended.peer().equals(link.peer());
            failure = down && failure.isEmpty() ? "the link ended: " + ended.reason() : failure;
        } else if (signal instanceof MeshSignal.Received received) {
            onMessage(received.from(), MessageKind.decode(received.message()));
        }
    }

    private void onMessage(PeerId from, @Nullable Message message) {
        if (message instanceof CheckupAnswer answer && answer.trace() == trace) {
            onAnswer(from, answer);
        } else if (message instanceof CheckupReport report && report.trace() == trace) {
            theirs = report.ways();
        } else if (message instanceof CheckupState told && told.trace() == trace) {
            state = told;
        } else if (message instanceof CheckupProbe probe && line != null) {
            line.onAnswer(probe, clock.nanoTime());
            LinkStats stats = mesh.stats(from);
            line.onLink(stats.rttNanos(), stats.jitterNanos());
        } else if (message instanceof Refuse refuse) {
            failure = refuse.detail();
        }
    }

    private void onAnswer(PeerId from, CheckupAnswer answer) {
        verdict = answer.verdict();
        if (verdict == CheckupAnswer.TAKEN && line == null) {
            line = new LineMeasure(trace);
        }
        if (skewMillis == null) {
            long half = mesh.stats(from).rttNanos() / 2_000_000L;
            skewMillis = answer.wallMillis() + half - clock.wallMillis();
        }
        if (answer.offer().length > 0) {
            ice.onOffer(from, answer.offer());
        }
    }

    private void onEvent(PathEvent event) {
        MeshSignal.LinkUp up = link;
        if (up == null) {
            return;
        }
        if (event instanceof PathEvent.Offer offer) {
            Invite invite = request.invite();
            byte[] secret = invite == null ? new byte[0] : invite.secret();
            byte[] proof = secret.length == 0
                    ? secret
                    : InvitationProof.of(secret, up.channelBinding(), signer.peer(), up.peer());
            send(up, new CheckupAsk(trace, proof, offer.offer()));
        } else if (event instanceof PathEvent.Ended ended) {
            ours = ended.ways();
        }
    }

    private void send(MeshSignal.LinkUp up, Message message) {
        mesh.send(up.peer(), Lane.RELIABLE, 0, message.encode());
    }

    @Override
    public void close() {
        MeshSignal.LinkUp up = link;
        if (up != null) {
            mesh.flush();
            mesh.close(up.peer(), CloseReason.LEFT);
        }
        ice.close();
        mesh.close();
    }
}
