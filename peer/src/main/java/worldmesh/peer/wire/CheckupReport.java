package worldmesh.peer.wire;

import java.util.ArrayList;
import java.util.List;
import worldmesh.mesh.path.WayResult;
import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;

/** What the sender saw of the ways between the two, once its search is over. */
public record CheckupReport(long trace, List<WayResult> ways) implements Message {
    /** Copies the list. */
    public CheckupReport {
        ways = List.copyOf(ways);
    }

    @Override
    public MessageKind kind() {
        return MessageKind.CHECKUP_REPORT;
    }

    @Override
    public void write(ByteWriter out) {
        out.i64(trace).varint(ways.size());
        ways.forEach(way -> way.write(out));
    }

    static CheckupReport read(ByteReader in) {
        long trace = in.i64();
        int count = in.count(WayResult.MAX);
        List<WayResult> ways = new ArrayList<>();
        for (int i = 0; i < count && in.ok(); i++) {
            WayResult way = WayResult.read(in);
            if (way != null) {
                ways.add(way);
            }
        }
        return new CheckupReport(trace, ways);
    }
}
