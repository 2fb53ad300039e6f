package worldmesh.benchmarks.nat;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import worldmesh.mesh.Mesh;
import worldmesh.mesh.MeshSettings;
import worldmesh.mesh.crypto.Ed25519Signer;
import worldmesh.mesh.crypto.Ed25519Verifier;
import worldmesh.mesh.ice.IceConnector;
import worldmesh.mesh.ice.IceSettings;
import worldmesh.mesh.ice.UdpMux;
import worldmesh.mesh.link.Lane;
import worldmesh.mesh.link.MeshSignal;
import worldmesh.mesh.path.CandidateKind;
import worldmesh.mesh.path.PathEvent;
import worldmesh.mesh.path.TurnAddress;
import worldmesh.runtime.identity.PeerId;
import worldmesh.runtime.net.UdpDatagramPort;
import worldmesh.runtime.time.SystemClock;

/**
 * One end of one connection that ICE finds, as a session makes it: connects by the first way, moves to a better one.
 * The smaller id does, and sends numbered messages that the other returns. Confined to the thread that calls it.
 */
final class NatPeer implements AutoCloseable {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final long MESSAGE_NANOS = 20_000_000L;
    private static final long PROPOSE_NANOS = 250_000_000L;

    private final Ed25519Signer signer = Ed25519Signer.generate(RANDOM);
    private final Map<InetSocketAddress, CandidateKind> kinds = new HashMap<>();
    private final List<PathEvent.Offer> offers = new ArrayList<>();
    private final UdpMux mux;
    private final Mesh mesh;
    private final IceConnector ice;
    private @Nullable PeerId peer;
    private @Nullable InetSocketAddress address;
    private @Nullable InetSocketAddress better;
    private long soughtNanos;
    private long echoNanos;
    private long sendNanos;
    private long proposeNanos;
    private int links;
    private int sent;
    private int returned;

    /** Listens at any port of {@code host}, every address if that is the wildcard. */
    NatPeer(InetSocketAddress host, IceSettings settings) {
        this.mux = new UdpMux(UdpDatagramPort.open(host));
        this.mesh = Mesh.open(MeshSettings.defaults(), signer, mux, SystemClock.INSTANCE, RANDOM);
        this.ice = IceConnector.open(mux, settings, signer, Ed25519Verifier.INSTANCE, RANDOM);
    }

    PeerId id() {
        return signer.peer();
    }

    /** Looks for ways to {@code to}; the first call begins the clock. */
    void seek(PeerId to) {
        if (peer == null) {
            soughtNanos = SystemClock.INSTANCE.nanoTime();
        }
        peer = to;
        ice.seek(to, null);
    }

    void onOffer(PeerId from, byte[] offer) {
        ice.onOffer(from, offer);
    }

    /** What is to be carried to the other end; none is answered twice. */
    List<PathEvent.Offer> takeOffers() {
        List<PathEvent.Offer> all = List.copyOf(offers);
        offers.clear();
        return all;
    }

    /** Does what is due. */
    void onTime() {
        ice.drain(this::onEvent, 64);
        mesh.drain(this::onSignal, 256);
        long now = SystemClock.INSTANCE.nanoTime();
        PeerId to = peer;
        InetSocketAddress direct = better;
        if (to == null || address == null || !leads(to)) {
            return;
        }
        if (direct != null && kind() == CandidateKind.RELAYED && now - proposeNanos >= 0) {
            proposeNanos = now + PROPOSE_NANOS;
            mesh.propose(to, direct);
        }
        if (now - sendNanos >= 0) {
            sendNanos = now + MESSAGE_NANOS;
            String message = links + ":" + (sent + 1);
            boolean taken = mesh.send(to, Lane.RELIABLE, 0, message.getBytes(StandardCharsets.US_ASCII));
            sent += taken ? 1 : 0;
        }
    }

    private boolean leads(PeerId to) {
        return id().compareTo(to) < 0;
    }

    private void onEvent(PathEvent event) {
        if (event instanceof PathEvent.Offer offer) {
            offers.add(offer);
        } else if (event instanceof PathEvent.Found found) {
            kinds.put(found.address(), found.kind());
            if (found.kind() != CandidateKind.RELAYED) {
                better = found.address();
            }
            if (leads(found.peer()) && address == null) {
                mesh.connect(found.address(), found.peer());
            }
        }
    }

    private void onSignal(MeshSignal signal) {
        if (signal instanceof MeshSignal.LinkUp up) {
            // Two ways found at once may both become links, of which the newer counts; its messages are numbered anew.
            address = up.address();
            peer = up.peer();
            links++;
            sent = 0;
            returned = 0;
        } else if (signal instanceof MeshSignal.Moved moved) {
            address = moved.address();
        } else if (signal instanceof MeshSignal.Received received) {
            onMessage(received);
        } else if (signal instanceof MeshSignal.LinkDown) {
            address = null;
        }
    }

    private void onMessage(MeshSignal.Received received) {
        if (!leads(received.from())) {
            mesh.send(received.from(), Lane.RELIABLE, 0, received.message());
            return;
        }
        if (echoNanos == 0) {
            echoNanos = SystemClock.INSTANCE.nanoTime();
        }
        String[] words = new String(received.message(), StandardCharsets.US_ASCII).split(":", -1);
        if (Integer.parseInt(words[0]) != links) {
            return;
        }
        int number = Integer.parseInt(words[1]);
        if (number != returned + 1) {
            throw new IllegalStateException("message " + (returned + 1) + " is missing: " + number + " came back");
        }
        returned = number;
    }

    /** How the link goes now; null without one. Who does not lead may take a server's address for a direct one. */
    @Nullable CandidateKind kind() {
        InetSocketAddress now = address;
        if (now == null) {
            return null;
        }
        return TurnAddress.is(now) ? CandidateKind.RELAYED : kinds.getOrDefault(now, CandidateKind.REFLEXIVE);
    }

    /** From the search to the first message that came back; 0 while none did. */
    double connectMillis() {
        return echoNanos == 0 ? 0 : (echoNanos - soughtNanos) / 1e6;
    }

    /** The last message of this link that came back; all before it did too, whatever moves there were. */
    int returned() {
        return returned;
    }

    /** Datagrams that servers carried for this end, both ways. */
    long carried() {
        return mux.turnCounts().carriedIn() + mux.turnCounts().carriedOut();
    }

    @Override
    public void close() {
        ice.close();
        mesh.close();
    }
}
