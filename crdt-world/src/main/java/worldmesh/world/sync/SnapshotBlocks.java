package worldmesh.world.sync;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.world.hash.Hash;
import worldmesh.world.sector.SectorId;
import worldmesh.world.state.SectorCodec;
import worldmesh.world.state.SectorState;
import worldmesh.world.state.StateBlocks;

/**
 * The parts of a sector's state as it was at a moment: docs/wire-world.md, "Blocks". They are made a few at a time, so
 * that no turn of a game waits for all of a large sector. Not thread-safe.
 */
public final class SnapshotBlocks {
    /** A part fits a message beside its names. */
    public static final int PART_BYTES = 40 << 10;

    /** Copies of a block at the beginning; where they take more than a part, half as many. */
    private static final int COPIES = 512;

    private final SectorState state;
    private final List<byte[]> parts = new ArrayList<>();
    private final List<Hash> hashes = new ArrayList<>();
    private final int fronts;
    private int bits;
    private boolean unfit;

    /** Begins with a state that nobody changes any more. */
    public SnapshotBlocks(SectorState state) {
        this.state = state;
        byte[] front = encode(StateBlocks.front(state));
        for (int at = 0; at < front.length; at += PART_BYTES) {
            add(Arrays.copyOfRange(front, at, Math.min(front.length, at + PART_BYTES)));
        }
        fronts = parts.size();
        unfit = fronts > SnapshotRoot.FRONTS_MAX;
        while (bits < StateBlocks.BITS_MAX && (state.size() >> bits) > COPIES) {
            bits++;
        }
    }

    private static byte[] encode(SectorState state) {
        ByteWriter out = new ByteWriter(4096);
        SectorCodec.encode(state, out);
        return out.toBytes();
    }

    private void add(byte[] part) {
        parts.add(part);
        hashes.add(Hash.of(part));
    }

    /** The bytes of one block of a state. */
    public static byte[] block(SectorState state, int bits, int index) {
        return encode(StateBlocks.block(state, bits, index));
    }

    /** Makes so many blocks more; true once {@link #root} is known, or never will be. */
    public boolean make(int more) {
        for (int i = 0; i < more && !isDone(); i++) {
            byte[] block = block(state, bits, parts.size() - fronts);
            if (block.length <= PART_BYTES) {
                add(block);
                continue;
            }
            unfit = bits == StateBlocks.BITS_MAX;
            bits++;
            parts.subList(fronts, parts.size()).clear();
            hashes.subList(fronts, hashes.size()).clear();
        }
        return isDone();
    }

    private boolean isDone() {
        return unfit || parts.size() == fronts + (1 << bits);
    }

    /** The names of the parts; null before all are made, and if some are too large. */
    public @Nullable SnapshotRoot root() {
        return unfit || !isDone() ? null : new SnapshotRoot(state.id(), fronts, bits, hashes);
    }

    /** The sector. */
    public SectorId sector() {
        return state.id();
    }

    /** The part of a number if it has this hash, else null. */
    public byte @Nullable [] part(int number, Hash hash) {
        return number < parts.size() && hashes.get(number).equals(hash) ? parts.get(number) : null;
    }
}
