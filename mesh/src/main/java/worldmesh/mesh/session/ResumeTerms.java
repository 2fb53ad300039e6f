package worldmesh.mesh.session;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;

/**
 * What one side of a resumption brings along.
 *
 * @param instance the number its process drew at its start
 * @param continues it still has the link that the ticket comes from; in a reply: and goes on with its streams
 * @param positions what has arrived of the streams; of those left out everything not acknowledged is sent again
 */
public record ResumeTerms(long instance, boolean continues, List<StreamPosition> positions) {
    /** More streams than this are left out: what is named fits a request. */
    public static final int MAX_POSITIONS = 64;

    /** Copies. */
    public ResumeTerms {
        positions = List.copyOf(positions.subList(0, Math.min(MAX_POSITIONS, positions.size())));
    }

    /** What is sealed. */
    public byte[] encode() {
        ByteWriter out = new ByteWriter(64);
        out.i64(instance).u8(continues ? 1 : 0).u8(positions.size());
        for (StreamPosition position : positions) {
            out.u16(position.stream()).varint(position.offset());
        }
        return out.toBytes();
    }

    /** Reads what is behind the seal; null if it is malformed. */
    public static @Nullable ResumeTerms decode(byte[] data, int length) {
        ByteReader in = new ByteReader(data, 0, length);
        long instance = in.i64();
        int flags = in.u8();
        int count = in.u8();
        List<StreamPosition> positions = new ArrayList<>();
        for (int i = 0; i < count && in.ok(); i++) {
            positions.add(new StreamPosition(in.u16(), in.varint()));
        }
        boolean proper = in.complete()
                && flags <= 1
                && count <= MAX_POSITIONS
                && positions.stream().allMatch(p -> p.stream() < StreamPosition.STREAMS && p.offset() >= 0);
        return proper ? new ResumeTerms(instance, flags == 1, positions) : null;
    }
}
