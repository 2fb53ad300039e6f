package worldmesh.peer.wire;

import worldmesh.mesh.path.PathOffer;
import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;

/**
 * Wants the ways between the two ends of this link checked, by whoever holds an invitation; again with every offer.
 *
 * @param trace names the check on both sides
 * @param invitation the proof of one, as in {@link Hello}; empty for an open world
 * @param offer where the sender may be reached
 */
@SuppressWarnings("ArrayRecordComponent")
public record CheckupAsk(long trace, byte[] invitation, byte[] offer) implements Message {
    private static final int PROOF_BYTES = 32;

    @Override
    public MessageKind kind() {
        return MessageKind.CHECKUP_ASK;
    }

    @Override
    public void write(ByteWriter out) {
        out.i64(trace).block(invitation).block(offer);
    }

    static CheckupAsk read(ByteReader in) {
        CheckupAsk ask = new CheckupAsk(in.i64(), in.block(PROOF_BYTES), in.block(PathOffer.MAX_BYTES));
        if (ask.invitation.length != 0 && ask.invitation.length != PROOF_BYTES) {
            in.fail();
        }
        return ask;
    }
}
