package worldmesh.world.sync;

import org.jspecify.annotations.Nullable;
import worldmesh.world.hash.Hash;
import worldmesh.world.sector.SectorId;
import worldmesh.world.trust.WorldId;

/** The joined state of a sector at a version vector, as bytes. Whoever installs it needs none of the batches below. */
public final class Snapshot {
    /** The largest snapshot: half of what a writer can hold. */
    public static final int MAX_BYTES = 32 << 20;

    private final WorldId world;
    private final SectorId sector;
    private final byte[] raw;

    Snapshot(WorldId world, SectorId sector, byte[] raw) {
        this.world = world;
        this.sector = sector;
        this.raw = raw;
    }

    /** The snapshot in these bytes, null if world, sector or size are malformed; installing checks the rest. */
    public static @Nullable Snapshot decode(byte[] data) {
        throw new UnsupportedOperationException();
    }

    /** The world. */
    public WorldId world() {
        return world;
    }

    /** The sector. */
    public SectorId sector() {
        return sector;
    }

    /** The snapshot as bytes; a copy. */
    public byte[] encode() {
        return raw.clone();
    }

    /** The hash of the bytes: equal for equal states at equal vectors. */
    public Hash hash() {
        return Hash.of(raw);
    }
}
