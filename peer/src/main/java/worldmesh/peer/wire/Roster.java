package worldmesh.peer.wire;

import java.util.ArrayList;
import java.util.List;
import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.runtime.identity.PeerId;

/**
 * Introduces members to each other, so that a party becomes a full mesh.
 *
 * @param members who is linked to the sender
 */
public record Roster(List<Member> members) implements Message {
    /** Members of a party, with room: a full mesh of more would be a mesh of another kind. */
    public static final int MEMBERS_MAX = 128;

    @Override
    public MessageKind kind() {
        return MessageKind.ROSTER;
    }

    @Override
    public void write(ByteWriter out) {
        out.varint(members.size());
        for (Member member : members) {
            out.bytes(member.peer.bytes())
                    .text(member.name)
                    .block(member.address)
                    .u16(member.port);
        }
    }

    static Roster read(ByteReader in) {
        int count = in.count(MEMBERS_MAX);
        List<Member> members = new ArrayList<>();
        for (int i = 0; i < count && in.ok(); i++) {
            byte[] peer = in.bytes(PeerId.BYTES);
            String name = in.text(Hello.NAME_BYTES_MAX);
            byte[] address = in.block(16);
            int port = in.u16();
            if ((address.length != 4 && address.length != 16) || port == 0 || !in.ok()) {
                in.fail();
                break;
            }
            members.add(new Member(PeerId.ofBytes(peer), name, address, port));
        }
        return new Roster(members);
    }

    /**
     * One member.
     *
     * @param peer who
     * @param name for people
     * @param address 4 or 16 bytes, as the sender sees it
     * @param port its UDP port
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record Member(PeerId peer, String name, byte[] address, int port) {}
}
