package worldmesh.world.replica;

import java.util.List;
import worldmesh.runtime.identity.PeerId;
import worldmesh.world.access.Access;
import worldmesh.world.access.Standing;
import worldmesh.world.hash.Hash;
import worldmesh.world.trust.Admittance;
import worldmesh.world.trust.Grant;
import worldmesh.world.trust.Hosting;
import worldmesh.world.trust.LearnStatus;
import worldmesh.world.trust.Proof;
import worldmesh.world.trust.ProofBook;
import worldmesh.world.trust.Roster;
import worldmesh.world.trust.Ruling;
import worldmesh.world.trust.Withdrawal;

/**
 * A party of a founder (-1) and members 1 and 2, with grants of the founder for epoch 1 and of member 2 for epoch 2,
 * and what its people may say. Peers are numbers.
 */
final class AccessScene {
    static final long FOUNDER = -1;

    final TestWorld world = new TestWorld(Hosting.PARTY);
    final VotedProofs party = new VotedProofs(world);
    final Roster roster = party.agreed(party.founding, List.of(FOUNDER, 1L, 2L), FOUNDER);
    final Grant first = party.grant(roster, 1, FOUNDER, FOUNDER, 1);
    final Grant second = party.grant(roster, 2, 2, 1, 2);
    final ProofBook book = book();

    /** A book that knows the party and nothing that was said. */
    ProofBook book() {
        ProofBook fresh = new ProofBook(world.manifest, world.keys);
        List.of(roster, first, second).forEach(fresh::learn);
        return fresh;
    }

    PeerId peer(long number) {
        return world.keys.signer(number).peer();
    }

    static Hash invitation(int number) {
        return Hash.of(new byte[] {(byte) number});
    }

    Admittance admit(long issuer, long newcomer, long serial) {
        return admit(issuer, newcomer, serial, Admittance.Pass.NONE);
    }

    Admittance admit(long issuer, long newcomer, long serial, Admittance.Pass pass) {
        Admittance.TimedSigner signer = new Admittance.TimedSigner(world.keys.signer(issuer), TestWorld.NOON);
        return Admittance.sign(world.manifest.worldId(), peer(newcomer), serial, pass, signer);
    }

    Withdrawal withdraw(long issuer, int invitation, long uses) {
        return Withdrawal.sign(world.manifest.worldId(), 0, invitation(invitation), uses, world.keys.signer(issuer));
    }

    Ruling rule(Grant by, long index, Ruling.Order order) {
        for (long holder : new long[] {FOUNDER, 1, 2, 9}) {
            if (by.holder().equals(peer(holder))) {
                return Ruling.sign(by, index, order, TestWorld.NOON, world.keys.signer(holder));
            }
        }
        throw new IllegalArgumentException("nobody here holds that grant");
    }

    Ruling.Order order(Ruling.Verb verb, long subject) {
        return Ruling.Order.about(peer(subject), verb, 0, "because");
    }

    void learn(Proof... proofs) {
        for (Proof proof : proofs) {
            if (book.learn(proof) != LearnStatus.LEARNED) {
                throw new AssertionError("not learned: " + proof);
            }
        }
    }

    Access access() {
        return Access.of(world.manifest, book);
    }

    Standing standing(long number) {
        return access().standing(peer(number));
    }
}
