package worldmesh.peer.wire;

import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.world.sector.SectorId;
import worldmesh.world.state.TreeNode;

/**
 * A node of the sender's digest tree of a sector, for the next step of a walk down to what two peers say otherwise.
 *
 * @param moment equal where the same batches and proofs are known; the walk ends where it is not
 * @param last true if it is not to be answered
 */
public record TreeProbe(SectorId sector, long moment, boolean last, TreeNode node) implements Message {
    @Override
    public MessageKind kind() {
        return MessageKind.TREE_PROBE;
    }

    @Override
    public void write(ByteWriter out) {
        sector.encode(out);
        out.i64(moment).u8(last ? 1 : 0);
        node.encode(out);
    }

    static TreeProbe read(ByteReader in) {
        SectorId sector = SectorId.decode(in);
        long moment = in.i64();
        int last = in.u8();
        if (last > 1) {
            in.fail();
        }
        return new TreeProbe(sector, moment, last == 1, TreeNode.decode(in));
    }
}
