package worldmesh.peer.wire;

import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.world.sector.Interest;

/**
 * Which sectors the sender wants to hear about from now on.
 *
 * @param summaries true if the receiver is to make summaries of its far cells
 */
public record Wants(Interest interest, boolean summaries) implements Message {
    @Override
    public MessageKind kind() {
        return MessageKind.WANTS;
    }

    @Override
    public void write(ByteWriter out) {
        interest.encode(out);
        out.u8(summaries ? 1 : 0);
    }

    static Wants read(ByteReader in) {
        Interest interest = Interest.decode(in);
        int summaries = in.u8();
        if (summaries > 1) {
            in.fail();
        }
        return new Wants(interest, summaries == 1);
    }
}
