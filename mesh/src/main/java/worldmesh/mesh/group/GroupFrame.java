package worldmesh.mesh.group;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jgroups.Address;
import org.jgroups.View;
import org.jgroups.ViewId;
import org.jspecify.annotations.Nullable;
import worldmesh.mesh.membership.Membership;
import worldmesh.mesh.membership.PartyId;
import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.runtime.identity.PeerId;

/**
 * The datagrams of a party, docs/wire-mesh.md "Party frames": kind, eight bytes of the party's id, body. Another
 * party's never get further than this.
 */
@SuppressWarnings("ArrayRecordComponent") // lives for one call
record GroupFrame(Kind kind, byte[] body) {
    static final int TAG_BYTES = 8;
    static final int HEADER_BYTES = 1 + TAG_BYTES;

    /** What a frame says. The numbers are on the wire: none is ever given to another kind. */
    enum Kind {
        /** A message of JGroups. */
        GROUP(0),
        /** Do you hear that peer? */
        PROBE(1),
        /** I hear that peer. */
        HEARD(2),
        /** This is my view; or, without one: I am in none yet, who is? */
        NOTICE(3),
        /** You are evicted. */
        EVICTED(4),
        /** I am leaving. */
        LEAVING(5);

        private final int wire;

        Kind(int wire) {
            this.wire = wire;
        }
    }

    private static final Kind[] KINDS = Kind.values();

    static byte[] encode(Kind kind, PartyId party, byte[] body) {
        byte[] frame = new byte[HEADER_BYTES + body.length];
        frame[0] = (byte) kind.wire;
        System.arraycopy(party.bytes(), 0, frame, 1, TAG_BYTES);
        System.arraycopy(body, 0, frame, HEADER_BYTES, body.length);
        return frame;
    }

    /** The frame, null if it is malformed or another party's. */
    static @Nullable GroupFrame decode(byte[] frame, PartyId party) {
        if (frame.length < HEADER_BYTES || frame[0] < 0 || frame[0] >= KINDS.length) {
            return null;
        }
        byte[] id = party.bytes();
        for (int i = 0; i < TAG_BYTES; i++) {
            if (frame[1 + i] != id[i]) {
                return null;
            }
        }
        byte[] body = new byte[frame.length - HEADER_BYTES];
        System.arraycopy(frame, HEADER_BYTES, body, 0, body.length);
        return new GroupFrame(KINDS[frame[0]], body);
    }

    /** The peer a probe or its answer is about, null if malformed. */
    @Nullable PeerId peer() {
        return body.length == PeerId.BYTES ? PeerId.ofBytes(body) : null;
    }

    static byte[] encode(View view) {
        ByteWriter out = new ByteWriter(16 + GroupAddress.BYTES * (view.size() + 1));
        out.i64(view.getViewId().getId());
        put(out, view.getCreator());
        out.u8(view.size());
        view.getMembers().forEach(member -> put(out, member));
        return out.toBytes();
    }

    private static void put(ByteWriter out, Address address) {
        GroupAddress group = (GroupAddress) address;
        out.bytes(group.peer().bytes());
        out.i64(group.stay());
    }

    private static GroupAddress address(ByteReader in) {
        PeerId peer = PeerId.ofBytes(in.bytes(PeerId.BYTES));
        return new GroupAddress(peer, in.i64());
    }

    /** True if it says nothing beyond its kind. */
    boolean isEmpty() {
        return body.length == 0;
    }

    /** The view of a notice, null if malformed. */
    @Nullable View view() {
        ByteReader in = new ByteReader(body, 0, body.length);
        long id = in.i64();
        byte[] creator = in.bytes(PeerId.BYTES);
        long stay = in.i64();
        int count = in.u8();
        if (!in.ok()
                || id < 0
                || count < 1
                || count > Membership.MAX_MEMBERS
                || in.remaining() != count * GroupAddress.BYTES) {
            return null;
        }
        List<Address> members = new ArrayList<>(count);
        Set<PeerId> peers = new HashSet<>();
        for (int i = 0; i < count; i++) {
            GroupAddress member = address(in);
            if (!peers.add(member.peer())) {
                return null;
            }
            members.add(member);
        }
        return new View(new ViewId(new GroupAddress(PeerId.ofBytes(creator), stay), id), members);
    }
}
