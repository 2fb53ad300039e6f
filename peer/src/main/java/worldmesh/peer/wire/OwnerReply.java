package worldmesh.peer.wire;

import worldmesh.peer.owner.OwnerAnswer;
import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;

/**
 * What the owner of an entity answers to a request. A grant follows the batch with the claim.
 *
 * @param token of the request
 * @param answer one that an owner can give
 */
public record OwnerReply(long token, OwnerAnswer answer) implements Message {
    @Override
    public MessageKind kind() {
        return MessageKind.OWNER_REPLY;
    }

    @Override
    public void write(ByteWriter out) {
        out.i64(token).u8(answer.outcome().code()).text(answer.reason());
    }

    static OwnerReply read(ByteReader in) {
        long token = in.i64();
        OwnerAnswer.Outcome outcome = OwnerAnswer.Outcome.of(in.u8());
        String reason = in.text(OwnerAnswer.REASON_BYTES_MAX);
        if (outcome == null) {
            in.fail();
            return new OwnerReply(token, new OwnerAnswer(OwnerAnswer.Outcome.REFUSED, ""));
        }
        return new OwnerReply(token, new OwnerAnswer(outcome, reason));
    }
}
