package worldmesh.world.sync;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.world.hash.Hash;
import worldmesh.world.state.SectorCodec;
import worldmesh.world.state.SectorState;
import worldmesh.world.state.StateBlocks;
import worldmesh.world.trust.WorldId;

/**
 * Puts a sector's state together from parts that come in any order from anybody: each counts by its hash in the root.
 * Where a newer root takes its place the parts that are still named are kept. Not thread-safe.
 */
public final class SnapshotAssembly {
    private final WorldId world;
    private final SnapshotRoot root;
    private final Map<Hash, byte[]> parts = new HashMap<>();

    /** Nothing is here yet but what an assembly before, which may be null, had of it. */
    public SnapshotAssembly(WorldId world, SnapshotRoot root, @Nullable SnapshotAssembly before) {
        this.world = world;
        this.root = root;
        if (before != null) {
            for (Hash hash : root.hashes()) {
                byte[] part = before.parts.get(hash);
                if (part != null) {
                    parts.put(hash, part);
                }
            }
        }
    }

    /** What the parts are named by. */
    public SnapshotRoot root() {
        return root;
    }

    /** True if the part of this number is here. */
    public boolean has(int number) {
        return parts.containsKey(root.hashes().get(number));
    }

    /** How many parts are here; equal ones count once. */
    public int count() {
        return parts.size();
    }

    /** Takes a part; false if it is not that of this number. */
    public boolean add(int number, byte[] part) {
        boolean named =
                number < root.parts() && Hash.of(part).equals(root.hashes().get(number));
        if (named) {
            parts.put(root.hashes().get(number), part);
        }
        return named;
    }

    /** True once all parts are here. */
    public boolean isWhole() {
        return root.hashes().stream().allMatch(parts::containsKey);
    }

    /** The snapshot, null if the parts are of no state, whoever named them. */
    public @Nullable Snapshot snapshot() {
        ByteWriter front = new ByteWriter();
        for (int i = 0; i < root.fronts(); i++) {
            front.bytes(part(i));
        }
        SectorState state = SectorCodec.decode(root.sector(), new ByteReader(front.toBytes()));
        boolean sound = state != null && state.size() == 0;
        for (int i = 0; i < (1 << root.bits()) && state != null && sound; i++) {
            SectorState block = SectorCodec.decode(root.sector(), new ByteReader(part(root.fronts() + i)));
            sound = block != null && StateBlocks.add(block, root.bits(), i, state);
        }
        return state != null && sound ? Snapshot.of(world, state) : null;
    }

    private byte[] part(int number) {
        byte[] found = parts.get(root.hashes().get(number));
        if (found == null) {
            throw new IllegalStateException("part " + number + " of " + root.parts() + " is not here yet");
        }
        return found;
    }
}
