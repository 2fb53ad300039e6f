package worldmesh.peer.wire;

import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.runtime.identity.PeerId;

/**
 * Says who gave the invitation that the Hello behind it proves, to a member that did not give it.
 *
 * @param giver who alone redeems it
 */
public record InvitedBy(PeerId giver) implements Message {
    @Override
    public MessageKind kind() {
        return MessageKind.INVITED_BY;
    }

    @Override
    public void write(ByteWriter out) {
        out.bytes(giver.bytes());
    }

    static InvitedBy read(ByteReader in) {
        return new InvitedBy(CarriedOffer.peer(in.bytes(PeerId.BYTES)));
    }
}
