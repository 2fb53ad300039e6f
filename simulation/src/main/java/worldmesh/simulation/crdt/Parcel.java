package worldmesh.simulation.crdt;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.world.causal.VersionVector;
import worldmesh.world.sector.SectorId;
import worldmesh.world.trust.ProofId;

/**
 * What replicas send each other: what they have, and what the other lacks.
 *
 * @param worldMillis the sender's world time, zero if it knows none
 * @param vectors what the sender knows of its sectors; empty if it asks for nothing
 * @param known the proofs that the sender has, where it asks
 * @param proofs proofs
 * @param batches batches
 * @param snapshot a state, or no bytes
 */
record Parcel(
        long worldMillis,
        SortedMap<SectorId, VersionVector> vectors,
        List<ProofId> known,
        List<byte[]> proofs,
        List<byte[]> batches,
        byte[] snapshot) {
    private static final int MAX_ITEMS = 1 << 12;
    private static final int MAX_BYTES = 1 << 20;
    private static final byte[] NOTHING = new byte[0];

    static Parcel ofBatches(long worldMillis, List<byte[]> batches) {
        return new Parcel(worldMillis, new TreeMap<>(), List.of(), List.of(), batches, NOTHING);
    }

    static Parcel ofProofs(long worldMillis, List<byte[]> proofs) {
        return new Parcel(worldMillis, new TreeMap<>(), List.of(), proofs, List.of(), NOTHING);
    }

    byte[] encode() {
        ByteWriter out = new ByteWriter().i64(worldMillis).varint(vectors.size());
        for (Map.Entry<SectorId, VersionVector> entry : vectors.entrySet()) {
            entry.getKey().encode(out);
            entry.getValue().encode(out);
        }
        out.varint(known.size());
        known.forEach(id -> id.encode(out));
        blocks(proofs, out);
        blocks(batches, out);
        return out.block(snapshot).toBytes();
    }

    private static void blocks(List<byte[]> all, ByteWriter out) {
        out.varint(all.size());
        all.forEach(out::block);
    }

    private static List<byte[]> blocks(ByteReader in) {
        List<byte[]> out = new ArrayList<>();
        for (int count = in.count(MAX_ITEMS); count > 0 && in.ok(); count--) {
            out.add(in.block(MAX_BYTES));
        }
        return out;
    }

    static @Nullable Parcel decode(byte[] data) {
        ByteReader in = new ByteReader(data);
        long worldMillis = in.i64();
        SortedMap<SectorId, VersionVector> vectors = new TreeMap<>();
        for (int count = in.count(MAX_ITEMS); count > 0 && in.ok(); count--) {
            SectorId sector = SectorId.decode(in);
            vectors.put(sector, VersionVector.decode(in));
        }
        List<ProofId> known = new ArrayList<>();
        for (int count = in.count(MAX_ITEMS); count > 0 && in.ok(); count--) {
            known.add(ProofId.decode(in));
        }
        List<byte[]> proofs = blocks(in);
        List<byte[]> batches = blocks(in);
        byte[] snapshot = in.block(MAX_BYTES);
        return in.complete() ? new Parcel(worldMillis, vectors, known, proofs, batches, snapshot) : null;
    }
}
