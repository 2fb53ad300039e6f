package worldmesh.world.sync;

import org.jspecify.annotations.Nullable;
import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.world.sync.sketch.HashPrefixes;

/**
 * What one side of a session has more than the other, as a snapshot of that alone, and which items it lacks in turn:
 * docs/wire-world.md, "Sketch".
 *
 * @param session names the session
 */
public record Difference(long session, Snapshot more, HashPrefixes lacks) {
    private static final int VERSION = 1;

    /** Writes it. */
    public byte[] encode() {
        byte[] state = more.encode();
        ByteWriter out = new ByteWriter(state.length + 64);
        out.u8(VERSION).i64(session).block(state);
        lacks.encode(out);
        return out.toBytes();
    }

    /** Reads it, null if malformed; the snapshot is checked when it is opened. */
    public static @Nullable Difference decode(byte[] data) {
        ByteReader in = new ByteReader(data);
        int version = in.u8();
        long session = in.i64();
        Snapshot more = Snapshot.decode(in.block(Snapshot.MAX_BYTES));
        HashPrefixes lacks = HashPrefixes.decode(in);
        return version == VERSION && more != null && in.complete() ? new Difference(session, more, lacks) : null;
    }
}
