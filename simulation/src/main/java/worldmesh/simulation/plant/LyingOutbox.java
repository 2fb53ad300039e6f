package worldmesh.simulation.plant;

import java.util.function.IntSupplier;
import worldmesh.authority.member.Voters;
import worldmesh.authority.party.Ballots;
import worldmesh.authority.party.wire.PartyCodec;
import worldmesh.authority.party.wire.PartyMessage.StatePart;
import worldmesh.peer.port.AuthorityContext;
import worldmesh.peer.port.AuthorityOutbox;
import worldmesh.runtime.identity.PeerId;
import worldmesh.world.hash.Hash;

/**
 * A member with a changed program: in the states it sends somebody is richer than in the world, and it signs them. In a
 * party of two nobody could tell; it waits for a larger one.
 */
public final class LyingOutbox extends ForwardingOutbox {
    private static final int ROSTER_MIN = 3;

    private final AuthorityContext liar;
    private final IntSupplier roster;

    /** Lies in what goes out through {@code inner}; {@code roster} says how many members count. */
    public LyingOutbox(AuthorityContext liar, AuthorityOutbox inner, IntSupplier roster) {
        super(inner);
        this.liar = liar;
        this.roster = roster;
    }

    @Override
    public void send(PeerId to, byte[] message) {
        boolean small = PartyCodec.decode(message) instanceof StatePart part && part.count() == 1;
        super.send(to, small && roster.getAsInt() >= ROSTER_MIN ? richer(message) : message);
    }

    private byte[] richer(byte[] message) {
        if (!(PartyCodec.decode(message) instanceof StatePart part)) {
            return message;
        }
        byte[] state = ForgedBalance.in(part.part());
        var name = new Ballots.StateName(part.epoch(), part.at(), Hash.of(state));
        byte[] signature = new Voters(liar).signState(name);
        return PartyCodec.encode(new StatePart(part.epoch(), part.at(), part.index(), part.count(), state, signature));
    }
}
