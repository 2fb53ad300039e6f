package worldmesh.authority.rendezvous;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import worldmesh.mesh.rendezvous.NodeFrame;
import worldmesh.mesh.rendezvous.NodeRefusal;
import worldmesh.mesh.rendezvous.Registration;
import worldmesh.runtime.identity.PeerId;
import worldmesh.runtime.identity.SignatureVerifier;
import worldmesh.runtime.rate.TokenBucket;
import worldmesh.world.hash.Hash;

/**
 * Knows which peers of which worlds are connected, and carries sealed datagrams between two of one world. Nothing is
 * kept or passed on for who did not prove its key; one frame in is one of the same size out, or a shorter refusal.
 * Pure; confined to its owner.
 */
public final class RendezvousDesk {
    private final byte[] nodeKey;
    private final int stunPort;
    private final DeskLimits limits;
    private final SignatureVerifier verifier;
    private final RandomGenerator random;
    private final TokenBucket total;
    private final Map<Long, Caller> callers = new LinkedHashMap<>();
    private final Map<AddressKey, Integer> addresses = new LinkedHashMap<>();
    private final Map<Hash, Map<Long, Caller>> worlds = new LinkedHashMap<>();
    private final EnumMap<NodeRefusal, Long> refusals = new EnumMap<>(NodeRefusal.class);
    private long carried;

    /**
     * A desk without callers. {@code nodeKey} is the SHA-256 of the key in the node's certificate, {@code random} must
     * be hard to guess.
     */
    public RendezvousDesk(
            NodeFace face, DeskLimits limits, SignatureVerifier verifier, RandomGenerator random, long now) {
        this.nodeKey = face.key();
        this.stunPort = face.stunPort();
        this.limits = limits;
        this.verifier = verifier;
        this.random = random;
        this.total = new TokenBucket((double) limits.bytesPerSecond(), limits.bytesPerSecond() * 0.5, now);
    }

    /** A connection came up. */
    public void onOpen(long connection, InetAddress from, long now, DeskOutbox out) {
        AddressKey key = AddressKey.of(from);
        int there = addresses.getOrDefault(key, 0);
        if (callers.size() >= limits.connections() || there >= limits.perAddress()) {
            count(NodeRefusal.FULL);
            out.close(connection, NodeRefusal.FULL);
            return;
        }
        byte[] nonce = new byte[Registration.HASH_BYTES];
        random.nextBytes(nonce);
        callers.put(connection, new Caller(connection, key, nonce, limits, now));
        addresses.put(key, there + 1);
        out.send(connection, NodeFrame.challenge(nonce, stunPort));
    }

    /** A whole message came over it. */
    public void onFrame(long connection, byte[] frame, long now, DeskOutbox out) {
        Caller caller = callers.get(connection);
        if (caller == null) {
            return; // it is being closed
        }
        int kind = frame.length == 0 ? 0 : frame[0] & 0xFF;
        if (kind == NodeFrame.CARRY) {
            carry(caller, frame, now, out);
        } else if (!caller.control.tryTake(1, now)) {
            end(caller, NodeRefusal.FLOOD, out);
        } else if (kind == NodeFrame.REGISTER) {
            register(caller, frame, now, out);
        } else if (caller.peer == null || !tellOrLetIn(caller, kind, frame, out)) {
            end(caller, NodeRefusal.MALFORMED, out);
        }
    }

    private boolean tellOrLetIn(Caller caller, int kind, byte[] frame, DeskOutbox out) {
        if (kind == NodeFrame.LET_IN && frame.length == NodeFrame.HEAD_BYTES) {
            caller.letIn(NodeFrame.name(frame));
            return true;
        }
        if (kind == NodeFrame.WHO && frame.length == 1) {
            out.send(caller.connection, NodeFrame.present(others(caller)));
            return true;
        }
        return false;
    }

    private List<PeerId> others(Caller caller) {
        List<PeerId> others = new ArrayList<>();
        for (Caller other : sameWorld(caller).values()) {
            PeerId peer = other.peer;
            if (other != caller && peer != null && others.size() < NodeFrame.PRESENT_MAX) {
                others.add(peer);
            }
        }
        return others;
    }

    private Map<Long, Caller> sameWorld(Caller caller) {
        Hash world = caller.world;
        return world == null ? Map.of() : worlds.getOrDefault(world, Map.of());
    }

    private void register(Caller caller, byte[] frame, long now, DeskOutbox out) {
        Registration said = Registration.decode(frame);
        if (said == null) {
            end(caller, NodeRefusal.MALFORMED, out);
        } else if (said.number() <= caller.number) {
            end(caller, NodeRefusal.REPLAYED, out);
        } else if (!said.isGenuine(frame, nodeKey, caller.nonce, verifier)) {
            end(caller, NodeRefusal.FORGED, out);
        } else {
            enter(caller, said, now, out);
        }
    }

    private void enter(Caller caller, Registration said, long now, DeskOutbox out) {
        PeerId peer = said.key().peer();
        Hash world = Hash.ofBytes(said.world());
        boolean another = caller.peer != null && !peer.equals(caller.peer);
        Map<Long, Caller> there = worlds.getOrDefault(world, Map.of());
        Caller former = there.get(NodeFrame.name(peer));
        boolean taken = former != null && !Objects.equals(peer, former.peer);
        boolean full = former == null && there.size() >= DeskLimits.WORLD_MAX;
        if (another || taken || full) {
            end(caller, another ? NodeRefusal.FORGED : NodeRefusal.FULL, out);
            return;
        }
        if (former != null && former != caller) {
            end(former, NodeRefusal.REPLACED, out);
        }
        leaveWorld(caller);
        caller.peer = peer;
        caller.world = world;
        caller.number = said.number();
        caller.expiresNanos = now + said.lifeSeconds() * 1_000_000_000L;
        worlds.computeIfAbsent(world, any -> new LinkedHashMap<>()).put(NodeFrame.name(peer), caller);
        out.send(caller.connection, NodeFrame.registered(said.lifeSeconds()));
    }

    private void carry(Caller caller, byte[] frame, long now, DeskOutbox out) {
        int length = frame.length - NodeFrame.HEAD_BYTES;
        PeerId from = caller.peer;
        if (from == null || length < NodeFrame.DATAGRAM_MIN || length > NodeFrame.DATAGRAM_MAX) {
            end(caller, NodeRefusal.MALFORMED, out);
            return;
        }
        Caller to = sameWorld(caller).get(NodeFrame.name(frame));
        NodeRefusal no = obstacle(caller, to, frame.length, now);
        if (no == null && to != null) {
            carried++;
            out.send(to.connection, NodeFrame.carried(frame, from));
            return;
        }
        NodeRefusal reason = no == null ? NodeRefusal.NOT_HERE : no;
        count(reason);
        if (reason != NodeRefusal.OVER_RATE && caller.control.has(DeskLimits.CONTROL_BURST / 2, now)) {
            caller.control.take(1);
            out.send(caller.connection, NodeFrame.refused(frame, reason));
        }
    }

    private @Nullable NodeRefusal obstacle(Caller caller, @Nullable Caller to, int bytes, long now) {
        PeerId from = caller.peer;
        if (to == null || to == caller || from == null) {
            return NodeRefusal.NOT_HERE;
        }
        if (!caller.bytes.has(bytes, now) || !total.has(bytes, now)) {
            return NodeRefusal.OVER_RATE;
        }
        if (!to.knows(from)) {
            if (!caller.knocking.has(1, now) || !to.knocked.has(1, now)) {
                return NodeRefusal.STRANGER;
            }
            caller.knocking.take(1);
            to.knocked.take(1);
        }
        caller.bytes.take(bytes);
        total.take(bytes);
        return null;
    }

    /** The connection is gone. */
    public void onClosed(long connection) {
        Caller caller = callers.get(connection);
        if (caller != null) {
            forget(caller);
        }
    }

    private void end(Caller caller, NodeRefusal reason, DeskOutbox out) {
        count(reason);
        forget(caller);
        out.close(caller.connection, reason);
    }

    private void forget(Caller caller) {
        callers.remove(caller.connection);
        addresses.computeIfPresent(caller.from, (key, count) -> count == 1 ? null : count - 1);
        leaveWorld(caller);
    }

    private void leaveWorld(Caller caller) {
        PeerId peer = caller.peer;
        Hash world = caller.world;
        if (peer != null && world != null) {
            worlds.computeIfPresent(world, (id, there) -> {
                there.remove(NodeFrame.name(peer), caller);
                return there.isEmpty() ? null : there;
            });
        }
    }

    /** Ends connections that did not say who they are, or did not say it again in time. */
    public void onTime(long now, DeskOutbox out) {
        for (Caller caller : List.copyOf(callers.values())) {
            if (now - caller.expiresNanos >= 0) {
                end(caller, NodeRefusal.EXPIRED, out);
            }
        }
    }

    private void count(NodeRefusal reason) {
        refusals.merge(reason, 1L, Long::sum);
    }

    /** Connections now. */
    public int connections() {
        return callers.size();
    }

    /** Peers that said who they are. */
    public int peers() {
        return worlds.values().stream().mapToInt(Map::size).sum();
    }

    /** Addresses and worlds that are remembered: none when nobody is connected. */
    public int remembered() {
        return addresses.size() + worlds.size();
    }

    /** Datagrams carried. */
    public long carried() {
        return carried;
    }

    /** What was refused for that reason: datagrams, or connections. */
    public long refused(NodeRefusal reason) {
        return refusals.getOrDefault(reason, 0L);
    }
}
