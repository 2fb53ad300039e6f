package worldmesh.mesh.rendezvous;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import worldmesh.mesh.path.NodeAddress;
import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.runtime.identity.PeerId;

/** The frames of a rendezvous, one per WebSocket message. Layout: docs/wire-mesh.md, "Rendezvous". Stateless. */
public final class NodeFrame {
    /** Peer: {@link Registration}. */
    public static final int REGISTER = 0x01;

    /** Peer: a datagram for another one. */
    public static final int CARRY = 0x02;

    /** Peer: that one is no stranger. */
    public static final int LET_IN = 0x03;

    /** Peer: who else is there? */
    public static final int WHO = 0x04;

    /** Node: what to sign. */
    public static final int CHALLENGE = 0x81;

    /** Node: you are there. */
    public static final int REGISTERED = 0x82;

    /** Node: a datagram of another peer. */
    public static final int CARRIED = 0x83;

    /** Node: not carried, and why. */
    public static final int REFUSED = 0x84;

    /** Node: who else is there. */
    public static final int PRESENT = 0x85;

    /** Before the datagram in what is carried. */
    public static final int HEAD_BYTES = 1 + NodeAddress.NAME_BYTES;

    /** The smallest datagram of a link, as for relays. */
    public static final int DATAGRAM_MIN = 14;

    /** The largest one, with another one in it. */
    public static final int DATAGRAM_MAX = 1_232;

    /** The largest frame of all. */
    public static final int MAX_BYTES = HEAD_BYTES + DATAGRAM_MAX;

    /** Peers named in one answer; a party has no more. */
    public static final int PRESENT_MAX = 32;

    private static final int VERSION = 1;

    private NodeFrame() {}

    /** A challenge: the node answers STUN at UDP {@code stunPort} of its own, 0 for nowhere. */
    public static byte[] challenge(byte[] nonce, int stunPort) {
        return new ByteWriter(40)
                .u8(CHALLENGE)
                .u8(VERSION)
                .bytes(nonce)
                .u16(stunPort)
                .toBytes();
    }

    /** The registration counts for so long. */
    public static byte[] registered(int lifeSeconds) {
        return new ByteWriter(4).u8(REGISTERED).u16(lifeSeconds).toBytes();
    }

    /** A datagram for whom {@code to} stands for. */
    static byte[] carry(InetSocketAddress to, byte[] data, int offset, int length) {
        byte[] frame = new byte[HEAD_BYTES + length];
        frame[0] = CARRY;
        NodeAddress.name(to, frame, 1);
        System.arraycopy(data, offset, frame, HEAD_BYTES, length);
        return frame;
    }

    /** The frame {@code carry}, as it goes on to its receiver: from {@code from}, of the same size. */
    public static byte[] carried(byte[] carry, PeerId from) {
        byte[] frame = carry.clone();
        frame[0] = (byte) CARRIED;
        System.arraycopy(from.bytes(), 0, frame, 1, NodeAddress.NAME_BYTES);
        return frame;
    }

    static byte[] letIn(PeerId peer) {
        byte[] frame = new byte[HEAD_BYTES];
        frame[0] = LET_IN;
        System.arraycopy(peer.bytes(), 0, frame, 1, NodeAddress.NAME_BYTES);
        return frame;
    }

    static byte[] who() {
        return new byte[] {WHO};
    }

    /** The answer to {@code carry}: shorter than that. */
    public static byte[] refused(byte[] carry, NodeRefusal reason) {
        byte[] frame = new byte[HEAD_BYTES + 1];
        System.arraycopy(carry, 1, frame, 1, NodeAddress.NAME_BYTES);
        frame[0] = (byte) REFUSED;
        frame[HEAD_BYTES] = (byte) reason.code();
        return frame;
    }

    /** At most {@link #PRESENT_MAX} peers. */
    public static byte[] present(List<PeerId> peers) {
        ByteWriter out =
                new ByteWriter(2 + peers.size() * PeerId.BYTES).u8(PRESENT).u8(peers.size());
        peers.forEach(peer -> out.bytes(peer.bytes()));
        return out.toBytes();
    }

    /** The peer a frame names, by its first seven bytes. */
    public static long name(byte[] frame) {
        return nameAt(frame, 1);
    }

    /** The same of an id. */
    public static long name(PeerId peer) {
        return nameAt(peer.bytes(), 0);
    }

    private static long nameAt(byte[] bytes, int offset) {
        long name = 0;
        for (int i = 0; i < NodeAddress.NAME_BYTES; i++) {
            name = (name << 8) | (bytes[offset + i] & 0xFF);
        }
        return name;
    }

    /** What a challenge says; null if it is malformed. */
    static @Nullable Challenge readChallenge(byte[] frame) {
        ByteReader in = new ByteReader(frame);
        boolean known = in.u8() == CHALLENGE && in.u8() == VERSION;
        byte[] nonce = in.bytes(Registration.HASH_BYTES);
        int port = in.u16();
        return known && in.complete() ? new Challenge(nonce, port) : null;
    }

    /** Who is said to be there; null if it is malformed. */
    static @Nullable List<PeerId> readPresent(byte[] frame) {
        int count = frame.length < 2 ? -1 : frame[1] & 0xFF;
        if (frame[0] != (byte) PRESENT || count > PRESENT_MAX || frame.length != 2 + count * PeerId.BYTES) {
            return null;
        }
        ByteReader in = new ByteReader(frame, 2, frame.length - 2);
        List<PeerId> peers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            peers.add(PeerId.ofBytes(in.bytes(PeerId.BYTES)));
        }
        return peers;
    }

    /** How long a registration counts; 0 if that is malformed. */
    static int readRegistered(byte[] frame) {
        ByteReader in = new ByteReader(frame);
        boolean known = in.u8() == REGISTERED;
        int life = in.u16();
        return known && in.complete() ? life : 0;
    }

    /** What is to be signed, and where the node answers STUN. */
    @SuppressWarnings("ArrayRecordComponent")
    record Challenge(byte[] nonce, int stunPort) {}
}
