package worldmesh.peer.sync;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import worldmesh.peer.wire.Message;
import worldmesh.peer.wire.SnapshotPart;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.world.sync.Snapshot;

/** Cuts snapshots into messages, and puts one of a link at a time together again. Confined to the session's thread. */
public final class SnapshotParts {
    private static final int PART_BYTES = Message.TARGET_BYTES - 1_024;

    private @Nullable SnapshotPart first;
    private ByteWriter collected = new ByteWriter();
    private int next;

    static List<SnapshotPart> split(Snapshot snapshot, long transfer) {
        byte[] raw = snapshot.encode();
        int count = Math.max(1, (raw.length + PART_BYTES - 1) / PART_BYTES);
        List<SnapshotPart> parts = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            byte[] data = Arrays.copyOfRange(raw, i * PART_BYTES, Math.min(raw.length, (i + 1) * PART_BYTES));
            parts.add(new SnapshotPart(snapshot.sector(), transfer, i, count, data));
        }
        return parts;
    }

    /** Takes the next part; answers the snapshot once it is whole. Parts out of order throw all away. */
    public @Nullable Snapshot onPart(SnapshotPart part) {
        if (part.index() == 0) {
            first = part;
            collected = new ByteWriter();
            next = 0;
        }
        boolean fits = first != null
                && part.index() == next
                && part.transfer() == first.transfer()
                && part.count() == first.count()
                && part.sector().equals(first.sector());
        if (!fits || collected.size() + part.data().length > Snapshot.MAX_BYTES) {
            first = null;
            collected = new ByteWriter();
            return null;
        }
        collected.bytes(part.data());
        next++;
        if (next < part.count()) {
            return null;
        }
        Snapshot snapshot = Snapshot.decode(collected.toBytes());
        first = null;
        collected = new ByteWriter();
        return snapshot != null && snapshot.sector().equals(part.sector()) ? snapshot : null;
    }
}
