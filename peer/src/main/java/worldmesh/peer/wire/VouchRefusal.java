package worldmesh.peer.wire;

import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.runtime.identity.PeerId;

/**
 * Says why an invitation does not let in whom a {@link VouchAsk} named. Whom it lets in needs no answer: the admittance
 * is told to all.
 *
 * @param newcomer who came
 * @param reason the code of a {@code RefusalReason}
 * @param detail for people
 */
public record VouchRefusal(PeerId newcomer, int reason, String detail) implements Message {
    @Override
    public MessageKind kind() {
        return MessageKind.VOUCH_REFUSAL;
    }

    @Override
    public void write(ByteWriter out) {
        out.bytes(newcomer.bytes()).u16(reason).text(detail);
    }

    static VouchRefusal read(ByteReader in) {
        return new VouchRefusal(CarriedOffer.peer(in.bytes(PeerId.BYTES)), in.u16(), in.text(Refuse.DETAIL_BYTES_MAX));
    }
}
