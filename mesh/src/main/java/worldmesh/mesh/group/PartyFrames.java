package worldmesh.mesh.group;

import worldmesh.mesh.membership.PartyId;
import worldmesh.runtime.identity.PeerId;

/**
 * Reads frames of a party as its members do, up to what would be handed to JGroups: kind and party, views of notices,
 * the list of headers that are let in. For whoever wants to know what becomes of damaged ones. Not thread-safe.
 */
public final class PartyFrames {
    private final PartyId party;
    private final PeerId from;
    private final MessageGate gate;

    /** Reads frames that a peer sends to a party. */
    public PartyFrames(PartyId party, PeerId from) {
        MeshTransport.registerTypes();
        this.party = party;
        this.from = from;
        this.gate = new MessageGate(MeshDiscovery.ID);
    }

    /** True if a member takes the frame. */
    public boolean takes(byte[] bytes) {
        GroupFrame frame = GroupFrame.decode(bytes, party);
        if (frame == null) {
            return false;
        }
        return switch (frame.kind()) {
            case GROUP -> gate.read(frame.body(), from) != null;
            case PROBE, HEARD -> frame.peer() != null;
            case NOTICE -> frame.isEmpty() || frame.view() != null;
            case EVICTED, LEAVING -> frame.isEmpty();
        };
    }
}
