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
        StatePart part = PartyCodec.decode(message) instanceof StatePart sent ? sent : null;
        states += part != null && part.index() == 0 ? 1 : 0;
        if (part != null && states % 2 == 1) {
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
