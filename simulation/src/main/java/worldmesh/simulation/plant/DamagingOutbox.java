package worldmesh.simulation.plant;

import worldmesh.authority.party.wire.PartyCodec;
import worldmesh.authority.party.wire.PartyMessage.StatePart;
import worldmesh.peer.port.AuthorityOutbox;
import worldmesh.runtime.identity.PeerId;

/** A member with a changed program: it damages every other state that it sends, under the signature of what it was. */
public final class DamagingOutbox extends ForwardingOutbox {
    private int states;

    /** Damages what goes out through {@code inner}. */
    public DamagingOutbox(AuthorityOutbox inner) {
        super(inner);
    }

    @Override
    public void send(PeerId to, byte[] message) {
        if (PartyCodec.decode(message) instanceof StatePart part && states++ % 2 == 0) {
            byte[] forged = ForgedBalance.in(part.part());
            super.send(
                    to,
                    PartyCodec.encode(new StatePart(
                            part.epoch(), part.at(), part.index(), part.count(), forged, part.signature())));
        } else {
            super.send(to, message);
        }
    }
}
