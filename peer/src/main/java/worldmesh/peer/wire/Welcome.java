package worldmesh.peer.wire;

import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;

/**
 * Admits the other side.
 *
 * @param manifest the encoded manifest of the world, or none from a newcomer
 * @param worldMillis the sender's world time
 * @param settled true if that is the party's time, not a guess
 */
@SuppressWarnings("ArrayRecordComponent")
public record Welcome(byte[] manifest, long worldMillis, boolean settled) implements Message {
    /** The largest manifest: a name, a few numbers, a key and a signature. */
    static final int MANIFEST_BYTES_MAX = 4_096;

    @Override
    public MessageKind kind() {
        return MessageKind.WELCOME;
    }

    @Override
    public void write(ByteWriter out) {
        out.block(manifest).i64(worldMillis).u8(settled ? 1 : 0);
    }

    static Welcome read(ByteReader in) {
        byte[] manifest = in.block(MANIFEST_BYTES_MAX);
        long worldMillis = in.i64();
        int settled = in.u8();
        if (settled > 1) {
            in.fail();
        }
        return new Welcome(manifest, worldMillis, settled == 1);
    }
}
