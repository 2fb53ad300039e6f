package worldmesh.world.replica;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.world.delta.BatchHeader;
import worldmesh.world.delta.BatchSink;
import worldmesh.world.delta.SignedBatch;

/** Batches that were sealed and nobody took yet, as bytes one after the other. Not thread-safe. */
final class Outbox {
    private final ByteWriter bytes = new ByteWriter(1024);
    private final BatchHeader header = new BatchHeader();
    /** Where each batch ends, and how many ops it has. */
    private int[] ends = new int[4];

    private int[] ops = new int[4];
    private int count;

    int count() {
        return count;
    }

    /** Adds a batch; answers its head, until the next call. */
    BatchHeader add(ByteWriter batch, int opCount) {
        if (count == ends.length) {
            ends = Arrays.copyOf(ends, 2 * count);
            ops = Arrays.copyOf(ops, 2 * count);
        }
        int start = bytes.size();
        bytes.bytes(batch.array(), 0, batch.size());
        ends[count] = bytes.size();
        ops[count++] = opCount;
        return read(start, bytes.size());
    }

    private BatchHeader read(int start, int end) {
        if (!header.read(bytes.array(), start, end - start)) {
            throw new IllegalStateException("a batch that was just sealed cannot be read");
        }
        return header;
    }

    /** Takes so many, the oldest first. */
    List<SignedBatch> take(int first) {
        List<SignedBatch> out = new ArrayList<>(first);
        for (int i = 0; i < first; i++) {
            out.add(read(i == 0 ? 0 : ends[i - 1], ends[i]).keep(ops[i]));
        }
        drop(first);
        return List.copyOf(out);
    }

    /** The same without an object for each. */
    void take(int first, BatchSink sink) {
        for (int i = 0; i < first; i++) {
            int start = i == 0 ? 0 : ends[i - 1];
            sink.batch(bytes.array(), start, ends[i] - start);
        }
        drop(first);
    }

    private void drop(int first) {
        if (first == 0) {
            return;
        }
        int gone = ends[first - 1];
        int left = bytes.size() - gone;
        System.arraycopy(bytes.array(), gone, bytes.array(), 0, left);
        bytes.truncate(left);
        count -= first;
        for (int i = 0; i < count; i++) {
            ends[i] = ends[first + i] - gone;
            ops[i] = ops[first + i];
        }
    }
}
