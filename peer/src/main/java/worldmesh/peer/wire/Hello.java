package worldmesh.peer.wire;

import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;

/**
 * The first message of either side: who it is and what it speaks.
 *
 * @param version the session protocol
 * @param worldId 32 bytes, or none for a newcomer that knows no world yet
 * @param schemaHash 32 bytes: the components this side knows
 * @param name for people, at most {@link #NAME_BYTES_MAX} of UTF-8
 * @param session random, one per opening of a session; a new one tells a restart from a lost link
 * @param invitation 32 bytes that prove an invitation over this very link, or none
 * @param host true if this side holds the authority
 */
@SuppressWarnings("ArrayRecordComponent")
public record Hello(
        int version, byte[] worldId, byte[] schemaHash, String name, long session, byte[] invitation, boolean host)
        implements Message {
    /** The session protocol spoken here. */
    public static final int VERSION = 4;

    /** The longest name. */
    public static final int NAME_BYTES_MAX = 64;

    private static final int HASH_BYTES = 32;

    @Override
    public MessageKind kind() {
        return MessageKind.HELLO;
    }

    @Override
    public void write(ByteWriter out) {
        out.u16(version)
                .block(worldId)
                .bytes(schemaHash)
                .text(name)
                .i64(session)
                .block(invitation)
                .u8(host ? 1 : 0);
    }

    static Hello read(ByteReader in) {
        int version = in.u16();
        byte[] worldId = in.block(HASH_BYTES);
        byte[] schemaHash = in.bytes(HASH_BYTES);
        String name = in.text(NAME_BYTES_MAX);
        long session = in.i64();
        byte[] invitation = in.block(HASH_BYTES);
        int host = in.u8();
        boolean whole = (worldId.length == 0 || worldId.length == HASH_BYTES)
                && (invitation.length == 0 || invitation.length == HASH_BYTES)
                && host <= 1;
        if (!whole) {
            in.fail();
        }
        return new Hello(version, worldId, schemaHash, name, session, invitation, host == 1);
    }

    /** True if this side knows no world yet. */
    public boolean newcomer() {
        return worldId.length == 0;
    }
}
