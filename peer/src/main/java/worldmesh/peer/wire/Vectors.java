package worldmesh.peer.wire;

import java.util.ArrayList;
import java.util.List;
import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.world.causal.VersionVector;
import worldmesh.world.sector.SectorId;

/**
 * What the sender has of each sector it knows, and what it made of it.
 *
 * @param reset true if the receiver must forget what it believes the sender has
 * @param proofs equal where the same proofs are known
 * @param sectors the sectors
 */
public record Vectors(boolean reset, long proofs, List<Entry> sectors) implements Message {
    /** Sectors in one message; more go into further ones. */
    public static final int SECTORS_MAX = 1_024;

    @Override
    public MessageKind kind() {
        return MessageKind.VECTORS;
    }

    @Override
    public void write(ByteWriter out) {
        out.u8(reset ? 1 : 0).i64(proofs).varint(sectors.size());
        for (Entry entry : sectors) {
            entry.sector.encode(out);
            entry.vector.encode(out);
            out.i64(entry.digest);
        }
    }

    static Vectors read(ByteReader in) {
        int reset = in.u8();
        long proofs = in.i64();
        int count = in.count(SECTORS_MAX);
        List<Entry> sectors = new ArrayList<>();
        for (int i = 0; i < count && in.ok(); i++) {
            sectors.add(new Entry(SectorId.decode(in), VersionVector.decode(in), in.i64()));
        }
        if (reset > 1) {
            in.fail();
        }
        return new Vectors(reset == 1, proofs, sectors);
    }

    /**
     * One sector and what is known of it.
     *
     * @param digest of the state that came of it, 0 if it is not to be compared now
     */
    public record Entry(SectorId sector, VersionVector vector, long digest) {}
}
