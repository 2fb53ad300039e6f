package worldmesh.world.trust;

import org.jspecify.annotations.Nullable;
import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.runtime.identity.PeerId;
import worldmesh.runtime.identity.PublicKey;
import worldmesh.world.hash.Hash;
import worldmesh.world.sector.SectorId;

/** Reads the fixed-size ids that proofs and batches share; a failed reader yields zeros. Keeps no state. */
public final class WireIds {
    private WireIds() {}

    /** Reads a hash. */
    public static Hash hash(ByteReader in) {
        return Hash.ofBytes(exactly(in, Hash.BYTES));
    }

    /** Reads a world id. */
    public static WorldId world(ByteReader in) {
        return new WorldId(hash(in));
    }

    /** Reads a peer id. */
    public static PeerId peer(ByteReader in) {
        return PeerId.ofBytes(exactly(in, PeerId.BYTES));
    }

    /** Reads a public key. */
    public static PublicKey key(ByteReader in) {
        return new PublicKey(exactly(in, PublicKey.BYTES));
    }

    /** Reads one byte that must be 0 or 1. */
    public static boolean flag(ByteReader in) {
        int value = in.u8();
        if (value > 1) {
            in.fail();
        }
        return value == 1;
    }

    /** Reads a flag and, if it is set, a proof id. */
    public static @Nullable ProofId optionalProof(ByteReader in) {
        return flag(in) ? ProofId.decode(in) : null;
    }

    /** Writes a flag and, if there is one, the proof id. */
    public static void optionalProof(@Nullable ProofId id, ByteWriter out) {
        out.u8(id == null ? 0 : 1);
        if (id != null) {
            id.encode(out);
        }
    }

    static @Nullable SectorId optionalSector(ByteReader in) {
        return flag(in) ? SectorId.decode(in) : null;
    }

    static void optionalSector(@Nullable SectorId sector, ByteWriter out) {
        out.u8(sector == null ? 0 : 1);
        if (sector != null) {
            sector.encode(out);
        }
    }

    private static byte[] exactly(ByteReader in, int count) {
        byte[] bytes = in.bytes(count);
        return bytes.length == count ? bytes : new byte[count];
    }
}
