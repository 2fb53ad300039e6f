package worldmesh.world.sync;

import org.jspecify.annotations.Nullable;
import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.world.hash.Hash;
import worldmesh.world.sector.SectorId;
import worldmesh.world.state.SectorCodec;
import worldmesh.world.state.SectorState;
import worldmesh.world.trust.WireIds;
import worldmesh.world.trust.WorldId;

/**
 * The joined state of a sector at a version vector, as bytes. Whoever installs it needs none of the batches below.
 * Immutable.
 */
public final class Snapshot {
    /** The largest snapshot: half of what a writer can hold. */
    public static final int MAX_BYTES = 32 << 20;

    private static final int VERSION = 3;

    /** Nothing settled, the dead one by one: still read from stores, as is the version of each copy by itself. */
    private static final int UNCUT_VERSION = 2;

    private static final int PLAIN_VERSION = 1;

    private final WorldId world;
    private final SectorId sector;
    private final byte[] raw;

    private Snapshot(WorldId world, SectorId sector, byte[] raw) {
        this.world = world;
        this.sector = sector;
        this.raw = raw;
    }

    /** The snapshot of a state; refuses one that is too large. */
    public static Snapshot of(WorldId world, SectorState state) {
        ByteWriter out = head(world, state.id());
        SectorCodec.encode(state, out);
        return checked(world, state.id(), out);
    }

    /** The snapshot of a state that {@link SectorCodec} packed; refuses one that is too large. */
    public static Snapshot ofPacked(WorldId world, SectorId sector, byte[] packed) {
        return checked(world, sector, head(world, sector).bytes(packed));
    }

    private static ByteWriter head(WorldId world, SectorId sector) {
        ByteWriter out = new ByteWriter(4096);
        out.u8(VERSION);
        world.encode(out);
        sector.encode(out);
        return out;
    }

    private static Snapshot checked(WorldId world, SectorId sector, ByteWriter out) {
        if (out.size() > MAX_BYTES) {
            throw new IllegalStateException("the state of sector " + sector + " takes " + out.size()
                    + " bytes, must be at most " + MAX_BYTES + "; spread its entities over more sectors");
        }
        return new Snapshot(world, sector, out.toBytes());
    }

    /** The snapshot in these bytes, null if world, sector or size are malformed; {@link #open} checks the rest. */
    public static @Nullable Snapshot decode(byte[] data) {
        if (data.length > MAX_BYTES) {
            return null;
        }
        ByteReader in = new ByteReader(data);
        int version = in.u8();
        boolean known = version >= PLAIN_VERSION && version <= VERSION;
        WorldId world = WireIds.world(in);
        SectorId sector = SectorId.decode(in);
        return known && in.ok() ? new Snapshot(world, sector, data.clone()) : null;
    }

    /** The state, null if malformed. */
    public @Nullable SectorState open() {
        ByteReader in = new ByteReader(raw);
        int version = in.u8();
        WireIds.world(in);
        SectorId.decode(in);
        return switch (version) {
            case VERSION -> SectorCodec.decode(sector, in);
            case UNCUT_VERSION -> SectorCodec.decodeUncut(sector, in);
            default -> SectorCodec.decodePlain(sector, in);
        };
    }

    /** The bytes of the state alone, as they would be written now; null if an earlier version wrote them. A copy. */
    public byte @Nullable [] packed() {
        ByteReader in = new ByteReader(raw);
        int version = in.u8();
        WireIds.world(in);
        SectorId.decode(in);
        return version == VERSION ? in.bytes(in.remaining()) : null;
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
