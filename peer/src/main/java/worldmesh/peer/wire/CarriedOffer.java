package worldmesh.peer.wire;

import worldmesh.mesh.path.PathOffer;
import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.runtime.identity.PeerId;

/**
 * Where a member can be reached, on its way to another member that has no link with it. Signed by the first for the
 * second; who carries it cannot change it.
 *
 * @param from whose offer it is
 * @param to whom it is for
 * @param offer an encoded {@link PathOffer}
 */
@SuppressWarnings("ArrayRecordComponent")
public record CarriedOffer(PeerId from, PeerId to, byte[] offer) implements Message {
    private static final PeerId NOBODY = PeerId.ofBytes(new byte[PeerId.BYTES]);

    @Override
    public MessageKind kind() {
        return MessageKind.CARRIED_OFFER;
    }

    @Override
    public void write(ByteWriter out) {
        out.bytes(from.bytes()).bytes(to.bytes()).block(offer);
    }

    static CarriedOffer read(ByteReader in) {
        byte[] from = in.bytes(PeerId.BYTES);
        byte[] to = in.bytes(PeerId.BYTES);
        byte[] offer = in.block(PathOffer.MAX_BYTES);
        return new CarriedOffer(peer(from), peer(to), offer);
    }

    /** The peer with that id; nobody in particular if the message is cut short. */
    static PeerId peer(byte[] id) {
        return id.length == PeerId.BYTES ? PeerId.ofBytes(id) : NOBODY;
    }
}
