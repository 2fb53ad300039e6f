package worldmesh.mesh.rendezvous;

import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import worldmesh.mesh.path.NodeAddress;
import worldmesh.mesh.retry.Retries;
import worldmesh.mesh.retry.RetryPolicy;
import worldmesh.runtime.identity.PeerId;
import worldmesh.runtime.identity.Signer;

/**
 * A peer's side of a rendezvous: connects, says who it is, renews that, and comes back after a break, at once first and
 * then ever more seldom. Pure; confined to its owner.
 */
public final class NodeClient {
    /** Asked for at each registration: a break that nobody notices costs no more. */
    static final int LIFE_SECONDS = 60;

    /** Between renewals: two may be lost, and no NAT forgets a connection that idles for less than 2 h (RFC 5382). */
    static final long RENEW_NANOS = 20_000_000_000L;

    /** Name, connection, TLS and both answers together. */
    static final long CONNECT_NANOS = 10_000_000_000L;

    /** After one that lived so long, longer than any pause, the first try is made at once and pauses begin anew. */
    static final long GOOD_NANOS = 10_000_000_000L;

    /** Peers let in that a node is told of again after a break. */
    static final int LET_IN_MAX = 128;

    private final Signer signer;
    private final Retries retries;
    private final NodeOutbox out;
    private final Set<PeerId> letIn = new LinkedHashSet<>();
    private byte @Nullable [] world;
    private State state = State.IDLE;
    private byte[] nodeKey = {};
    private byte[] nonce = {};
    private long number;
    private long dueNanos = Long.MAX_VALUE;
    private long readyNanos;
    private long heardNanos;
    private int stunPort;
    private long refused;

    /** Where a connection is in its life. */
    public enum State {
        /** Nobody wants one. */
        IDLE,
        /** It is on the way up. */
        CONNECTING,
        /** The node was told who this is. */
        REGISTERING,
        /** It carries. */
        READY,
        /** It broke; the next try waits. */
        WAITING
    }

    /** What comes of a frame, for the shell to hand on. */
    public sealed interface Told {
        /** The datagram behind the first {@link NodeFrame#HEAD_BYTES} of the frame came from there. */
        record Datagram(InetSocketAddress from) implements Told {}

        /** The node is ready, and answers STUN at that UDP port of its own, 0 for nowhere. */
        record Ready(int stunPort) implements Told {}

        /** These are there. */
        record Present(List<PeerId> peers) implements Told {
            /** Copies. */
            public Present {
                peers = List.copyOf(peers);
            }
        }

        /** The node did not carry, or ends the connection. */
        record Refused(NodeRefusal reason) implements Told {}
    }

    /** For the peer of {@code signer}; {@code random} spreads the tries of many peers. */
    public NodeClient(Signer signer, RandomGenerator random, NodeOutbox out) {
        this.signer = signer;
        this.retries = new Retries(RetryPolicy.RENDEZVOUS, random);
        this.out = out;
    }

    /** Is there for that world from now on. */
    public void meet(byte[] wanted, long now) {
        boolean same = world != null && Arrays.equals(world, wanted);
        if (same) {
            return;
        }
        world = wanted.clone();
        if (state == State.IDLE) {
            begin(now);
        } else if (state == State.READY) {
            register(now);
        }
    }

    private void begin(long now) {
        state = State.CONNECTING;
        dueNanos = now + CONNECT_NANOS;
        out.open();
    }

    /** The connection is up, to a node whose certificate has a key of that digest. */
    public void onOpen(byte[] key) {
        nodeKey = key.clone();
        nonce = new byte[0];
        number = 0;
    }

    /** A whole frame came; null if there is nothing to hand on. */
    public @Nullable Told onFrame(byte[] frame, long now) {
        int kind = frame.length == 0 ? 0 : frame[0] & 0xFF;
        return switch (kind) {
            case NodeFrame.CHALLENGE -> onChallenge(frame, now);
            case NodeFrame.REGISTERED -> onRegistered(frame, now);
            case NodeFrame.CARRIED -> onCarried(frame);
            case NodeFrame.PRESENT -> onPresent(frame);
            case NodeFrame.REFUSED -> onRefused(frame);
            default -> unexpected();
        };
    }

    private @Nullable Told unexpected() {
        refused++;
        return null;
    }

    private @Nullable Told onChallenge(byte[] frame, long now) {
        NodeFrame.Challenge challenge = NodeFrame.readChallenge(frame);
        if (challenge == null || state != State.CONNECTING || nodeKey.length == 0) {
            return unexpected();
        }
        nonce = challenge.nonce();
        stunPort = challenge.stunPort();
        state = State.REGISTERING;
        register(now);
        return null;
    }

    private void register(long now) {
        byte[] wanted = world;
        if (wanted != null) {
            number++;
            out.send(new Registration(wanted, signer.publicKey(), LIFE_SECONDS, number).encode(nodeKey, nonce, signer));
            dueNanos = now + (state == State.READY ? RENEW_NANOS : CONNECT_NANOS);
        }
    }

    private @Nullable Told onRegistered(byte[] frame, long now) {
        boolean good = NodeFrame.readRegistered(frame) > 0;
        if (!good || (state != State.REGISTERING && state != State.READY)) {
            return unexpected();
        }
        boolean first = state == State.REGISTERING;
        state = State.READY;
        heardNanos = now;
        dueNanos = now + RENEW_NANOS;
        if (!first) {
            return null;
        }
        readyNanos = now;
        letIn.forEach(peer -> out.send(NodeFrame.letIn(peer)));
        out.send(NodeFrame.who());
        return new Told.Ready(stunPort);
    }

    private @Nullable Told onCarried(byte[] frame) {
        int length = frame.length - NodeFrame.HEAD_BYTES;
        boolean whole = length >= NodeFrame.DATAGRAM_MIN && length <= NodeFrame.DATAGRAM_MAX;
        return whole && state == State.READY ? new Told.Datagram(NodeAddress.of(frame, 1)) : unexpected();
    }

    private @Nullable Told onPresent(byte[] frame) {
        List<PeerId> peers = NodeFrame.readPresent(frame);
        return peers == null || state != State.READY ? unexpected() : new Told.Present(peers);
    }

    private @Nullable Told onRefused(byte[] frame) {
        NodeRefusal reason =
                frame.length == NodeFrame.HEAD_BYTES + 1 ? NodeRefusal.ofCode(frame[NodeFrame.HEAD_BYTES]) : null;
        return reason == null ? unexpected() : new Told.Refused(reason);
    }

    /** The connection is gone, or did not come up. */
    public void onClosed(long now) {
        if (state == State.IDLE || state == State.WAITING) {
            return;
        }
        boolean good = state == State.READY && now - readyNanos >= GOOD_NANOS;
        if (good) {
            retries.begin(now);
        } else {
            retries.tried(now);
        }
        state = State.WAITING;
        dueNanos = retries.dueNanos();
    }

    /** This machine's network carries again: nobody waits for the next try. */
    public void onNetworkBack(long now) {
        if (state == State.WAITING) {
            begin(now);
        }
    }

    /** Does what is due. */
    public void onTime(long now) {
        if (now - dueNanos < 0 || dueNanos == Long.MAX_VALUE) {
            return;
        }
        switch (state) {
            case WAITING -> begin(now);
            case READY -> renew(now);
            case CONNECTING, REGISTERING -> giveUp(now);
            case IDLE -> dueNanos = Long.MAX_VALUE;
        }
    }

    private void renew(long now) {
        if (now - heardNanos >= 2 * RENEW_NANOS) {
            giveUp(now); // the last renewal was not answered
        } else {
            register(now);
            out.send(NodeFrame.who());
        }
    }

    private void giveUp(long now) {
        out.close();
        onClosed(now);
    }

    /** When {@link #onTime} has something to do. */
    public long dueNanos() {
        return dueNanos;
    }

    /** The node carries for that peer as for no stranger. */
    public void letIn(PeerId peer) {
        letIn.remove(peer);
        letIn.add(peer);
        if (letIn.size() > LET_IN_MAX) {
            letIn.remove(letIn.iterator().next());
        }
        if (state == State.READY) {
            out.send(NodeFrame.letIn(peer));
        }
    }

    /** Where it is in its life. */
    public State state() {
        return state;
    }

    /** Frames of the node that were malformed, or came at the wrong time. */
    public long refused() {
        return refused;
    }

    /** The frame that carries a datagram to whom {@code to} stands for. */
    public static byte[] carry(InetSocketAddress to, byte[] data, int offset, int length) {
        return NodeFrame.carry(to, data, offset, length);
    }
}
