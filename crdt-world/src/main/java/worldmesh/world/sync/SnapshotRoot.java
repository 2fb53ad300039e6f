package worldmesh.world.sync;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.world.hash.Hash;
import worldmesh.world.sector.SectorId;
import worldmesh.world.state.StateBlocks;
import worldmesh.world.trust.WireIds;

/**
 * Names the parts of a sector's state by their hashes: docs/wire-world.md, "Blocks". Who believes it can fetch them
 * from anybody.
 *
 * @param fronts how many parts hold what is no copy; they come first
 * @param bits the copies are dealt out to two to the power of this many blocks
 * @param hashes of the fronts, then of the blocks
 */
public record SnapshotRoot(SectorId sector, int fronts, int bits, List<Hash> hashes) {
    /** The most that holds what is no copy: 2.5 MB. */
    public static final int FRONTS_MAX = 64;

    private static final int VERSION = 1;

    /** Keeps a list that nobody changes. */
    public SnapshotRoot {
        hashes = List.copyOf(hashes);
    }

    /** How many parts there are. */
    public int parts() {
        return hashes.size();
    }

    /** Writes it. */
    public byte[] encode() {
        ByteWriter out = new ByteWriter(64 + hashes.size() * Hash.BYTES).u8(VERSION);
        sector.encode(out);
        out.varint(fronts).u8(bits);
        hashes.forEach(hash -> out.bytes(hash.bytes()));
        return out.toBytes();
    }

    /** Reads it, null if malformed. */
    public static @Nullable SnapshotRoot decode(byte[] data) {
        ByteReader in = new ByteReader(data);
        int version = in.u8();
        SectorId sector = SectorId.decode(in);
        int fronts = in.count(FRONTS_MAX);
        int bits = in.u8();
        if (!in.ok() || version != VERSION || fronts == 0 || bits > StateBlocks.BITS_MAX) {
            return null;
        }
        List<Hash> hashes = new ArrayList<>();
        for (int left = fronts + (1 << bits); left > 0 && in.ok(); left--) {
            hashes.add(WireIds.hash(in));
        }
        return in.complete() ? new SnapshotRoot(sector, fronts, bits, hashes) : null;
    }
}
