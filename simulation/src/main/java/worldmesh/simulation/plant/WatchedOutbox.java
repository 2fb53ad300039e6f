package worldmesh.simulation.plant;

import worldmesh.authority.party.wire.PartyCodec;
import worldmesh.authority.party.wire.PartyMessage.Promise;
import worldmesh.peer.port.AuthorityOutbox;
import worldmesh.runtime.identity.PeerId;

/** Tells the simulation when a member promises the role to another: a moment that faults wait for. */
public final class WatchedOutbox extends ForwardingOutbox {
    private final Runnable promised;

    /** Passes everything on to {@code inner}. */
    public WatchedOutbox(AuthorityOutbox inner, Runnable promised) {
        super(inner);
        this.promised = promised;
    }

    @Override
    public void send(PeerId to, byte[] message) {
        super.send(to, message);
        if (PartyCodec.decode(message) instanceof Promise) {
            promised.run();
        }
    }
}
