package worldmesh.world.sync;

import org.jspecify.annotations.Nullable;
import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.world.sync.sketch.CodedSymbols;
import worldmesh.world.sync.sketch.SketchKey;

/**
 * Some symbols of the sketch of a sector's state: docs/wire-world.md, "Sketch". The first part opens the session.
 *
 * @param session names the session; the low half of its key
 * @param first the number of the first symbol
 */
public record SketchPart(long session, @Nullable Opening opening, int first, CodedSymbols symbols) {
    private static final int VERSION = 1;

    /**
     * What the other side needs to make the same symbols of its own state.
     *
     * @param high the high half of the key
     * @param items how many items the sketch is of
     * @param known how far each replica was heard, as a snapshot of nothing else
     */
    public record Opening(long high, int items, Snapshot known) {}

    /** The key of the session; without an opening its low half alone is known. */
    public SketchKey key() {
        return new SketchKey(session, opening == null ? 0 : opening.high());
    }

    /** Writes the part. */
    public byte[] encode() {
        ByteWriter out = new ByteWriter(64 + symbols.size() * CodedSymbols.BYTES_EACH);
        out.u8(VERSION).i64(session).varint(first);
        if (opening != null) {
            out.i64(opening.high())
                    .varint(opening.items())
                    .block(opening.known().encode());
        }
        symbols.encode(out);
        return out.toBytes();
    }

    /** Reads a part, null if malformed. */
    public static @Nullable SketchPart decode(byte[] data) {
        ByteReader in = new ByteReader(data);
        int version = in.u8();
        long session = in.i64();
        int first = in.count(CodedSymbols.MAX);
        Opening opening = null;
        if (in.ok() && first == 0) {
            long high = in.i64();
            int items = in.count(Integer.MAX_VALUE);
            Snapshot known = Snapshot.decode(in.block(Snapshot.MAX_BYTES));
            opening = known == null ? null : new Opening(high, items, known);
        }
        CodedSymbols symbols = CodedSymbols.decode(in);
        boolean opens = (first == 0) == (opening != null);
        boolean sound = version == VERSION && opens && in.complete() && symbols.size() > 0;
        return sound ? new SketchPart(session, opening, first, symbols) : null;
    }
}
