package worldmesh.world.replica;

import java.util.ArrayList;
import java.util.List;
import worldmesh.runtime.identity.PublicKey;
import worldmesh.world.trust.Grant;
import worldmesh.world.trust.Proof;
import worldmesh.world.trust.Roster;
import worldmesh.world.trust.Vote;

/** Makes rosters and voted grants of a test world; peers are named by their seeds, the founder is -1. */
final class VotedProofs {
    final Roster founding;
    private final TestWorld world;

    VotedProofs(TestWorld world) {
        this.world = world;
        this.founding = Roster.founding(world.manifest);
    }

    PublicKey key(long peer) {
        return world.keys.signer(peer).publicKey();
    }

    List<PublicKey> keys(List<Long> peers) {
        return peers.stream().map(this::key).toList();
    }

    List<Vote> votes(Proof proposal, long... voters) {
        List<Vote> votes = new ArrayList<>();
        for (long voter : voters) {
            votes.add(Vote.sign(proposal.body(), world.keys.signer(voter)));
        }
        return votes;
    }

    Roster agreed(Roster before, List<Long> members, long... voters) {
        Roster proposal = before.next(keys(members), false);
        return proposal.with(votes(proposal, voters));
    }

    Roster adopted(Roster before, List<Long> members, long... voters) {
        Roster proposal = before.next(keys(members), true);
        return proposal.with(votes(proposal, voters));
    }

    Grant grant(Roster roster, long epoch, long holder, long... voters) {
        Grant proposal = Grant.candidate(roster, epoch, key(holder), false);
        return proposal.with(votes(proposal, voters));
    }

    Grant adoptedGrant(Roster roster, long epoch, long holder, long... voters) {
        Grant proposal = Grant.candidate(roster, epoch, key(holder), true);
        return proposal.with(votes(proposal, voters));
    }
}
