package worldmesh.simulation.plant;

import worldmesh.authority.party.wire.PartyMessage;
import worldmesh.runtime.identity.PeerId;

/** Hears what members of a party send to each other. */
@FunctionalInterface
public interface PartyEar {
    /** A member sends a message. */
    void onSent(PeerId from, PeerId to, PartyMessage message);
}
