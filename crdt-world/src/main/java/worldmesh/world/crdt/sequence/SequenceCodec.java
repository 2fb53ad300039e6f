package worldmesh.world.crdt.sequence;

import java.util.ArrayList;
import java.util.List;
import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;

/** The bytes of a whole sequence, a log for each author: docs/wire-world.md, "Text". Keeps no state. */
final class SequenceCodec {
    private SequenceCodec() {}

    static void encode(List<EditLog> logs, ByteWriter out) {
        out.varint(logs.size());
        ByteWriter scratch = new ByteWriter();
        for (EditLog log : logs) {
            log.self().encode(out);
            log.encode(scratch.reset());
            out.varint(scratch.size()).bytes(scratch.array(), 0, scratch.size());
        }
    }

    /** The logs, none if malformed. */
    static List<EditLog> decode(Units none, ByteReader in) {
        List<EditLog> logs = new ArrayList<>();
        int count = in.count(in.remaining() / Long.BYTES);
        for (int i = 0; i < count && in.ok(); i++) {
            Author author = Author.decode(in);
            EditLog log = EditLog.decode(author, none.fresh(), new ByteReader(in.block(in.remaining())));
            boolean ordered = i == 0 || logs.get(i - 1).self().compareTo(author) < 0;
            if (log == null || !ordered || !log.isWhole()) {
                in.fail();
                return List.of();
            }
            logs.add(log);
        }
        return in.ok() ? logs : List.of();
    }
}
