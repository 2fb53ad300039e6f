package worldmesh.peer.wire;

import java.util.ArrayList;
import java.util.List;
import worldmesh.peer.asset.AssetManifest;
import worldmesh.peer.asset.PartRange;
import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.world.hash.Hash;
import worldmesh.world.trust.WireIds;

/**
 * Tells which parts of a file its sender has besides those it told before.
 *
 * @param wants true if the sender fetches it: it is told what others have, from now on
 * @param gone true if the sender hands out nothing of it any more, whatever it told before
 */
public record AssetHave(Hash asset, boolean wants, boolean gone, List<PartRange> ranges) implements Message {
    /** Ranges of one message; more go in several. */
    public static final int RANGES_MAX = 4_096;

    private static final int WANTS = 1;
    private static final int GONE = 2;
    private static final int PARTS_MAX = AssetManifest.GROUPS_MAX * (AssetManifest.GROUP_CHUNKS + 1);

    /** Copies the list. */
    public AssetHave {
        ranges = List.copyOf(ranges);
    }

    @Override
    public MessageKind kind() {
        return MessageKind.ASSET_HAVE;
    }

    @Override
    public void write(ByteWriter out) {
        asset.encode(out);
        out.u8((wants ? WANTS : 0) | (gone ? GONE : 0)).varint(ranges.size());
        int at = 0;
        for (PartRange range : ranges) {
            out.varint(range.first() - at).varint(range.count());
            at = range.end();
        }
    }

    static AssetHave read(ByteReader in) {
        Hash asset = WireIds.hash(in);
        int flags = in.u8();
        int count = in.count(RANGES_MAX);
        if (flags > (WANTS | GONE)) {
            in.fail();
        }
        List<PartRange> ranges = new ArrayList<>();
        int at = 0;
        for (int i = 0; i < count && in.ok(); i++) {
            int first = at + in.count(PARTS_MAX);
            int length = in.count(PARTS_MAX);
            if (length < 1 || first > PARTS_MAX - length) {
                in.fail();
                break;
            }
            ranges.add(new PartRange(first, length));
            at = first + length;
        }
        return new AssetHave(asset, (flags & WANTS) != 0, (flags & GONE) != 0, ranges);
    }
}
