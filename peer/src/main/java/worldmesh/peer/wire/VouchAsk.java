package worldmesh.peer.wire;

import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.runtime.identity.PeerId;

/**
 * Asks who gave an invitation to redeem it for somebody who came to the sender instead.
 *
 * @param newcomer who came
 * @param binding the channel binding of the sender's link to it
 * @param proof the newcomer's proof over that link, with the sender as verifier
 */
@SuppressWarnings("ArrayRecordComponent")
public record VouchAsk(PeerId newcomer, byte[] binding, byte[] proof) implements Message {
    /** The size of a channel binding, and of a proof. */
    public static final int HASH_BYTES = 32;

    @Override
    public MessageKind kind() {
        return MessageKind.VOUCH_ASK;
    }

    @Override
    public void write(ByteWriter out) {
        out.bytes(newcomer.bytes()).bytes(binding).bytes(proof);
    }

    static VouchAsk read(ByteReader in) {
        return new VouchAsk(CarriedOffer.peer(in.bytes(PeerId.BYTES)), in.bytes(HASH_BYTES), in.bytes(HASH_BYTES));
    }
}
