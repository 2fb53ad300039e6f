package worldmesh.simulation.plant;

import worldmesh.authority.party.wire.PartyCodec;
import worldmesh.authority.party.wire.PartyMessage;
import worldmesh.peer.port.AuthorityOutbox;
import worldmesh.runtime.identity.PeerId;

/** Tells the simulation what a member sends: moments that faults wait for, and what must never be. */
public final class WatchedOutbox extends ForwardingOutbox {
    private final PeerId self;
    private final PartyEar ear;

    /** Passes everything that {@code self} sends on to {@code inner}. */
    public WatchedOutbox(AuthorityOutbox inner, PeerId self, PartyEar ear) {
        super(inner);
        this.self = self;
        this.ear = ear;
    }

    @Override
    public void send(PeerId to, byte[] message) {
        super.send(to, message);
        PartyMessage sent = PartyCodec.decode(message);
        if (sent != null) {
            ear.onSent(self, to, sent);
        }
    }
}
