package worldmesh.world.replica;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.world.sector.SectorId;
import worldmesh.world.trust.Grant;
import worldmesh.world.trust.Hosting;
import worldmesh.world.trust.LearnStatus;
import worldmesh.world.trust.Membership;
import worldmesh.world.trust.Proof;
import worldmesh.world.trust.ProofBook;
import worldmesh.world.trust.ProofCodec;
import worldmesh.world.trust.Roster;
import worldmesh.world.trust.Vote;
import worldmesh.world.trust.WorldManifest;

/** Rosters and voted grants: what counts, and that forged ones do not. Peers are numbers, the founder is -1. */
@NullUnmarked // an unexpected null fails the test anyway
class RosterProofTest {
    private final TestWorld world = new TestWorld();
    private final VotedProofs party = new VotedProofs(world);
    private final ProofBook book = new ProofBook(world.manifest, world.keys);
    private final Roster one = party.agreed(party.founding, List.of(-1L, 1L, 2L, 3L), -1);

    private void expect(LearnStatus status, Proof proof) {
        assertEquals(status, book.learn(proof));
    }

    @Test
    void theFoundersRosterIsKnownFromTheStartAndNeverLearned() {
        expect(LearnStatus.KNOWN, party.founding);
        assertEquals(List.of(party.founding), book.rosters());
        assertEquals(0, book.count());
    }

    @Test
    void aForeignFoundingRosterIsRefused() {
        Roster usurped = Roster.of(world.manifest.worldId(), 0, List.of(party.key(5)), null, false);
        expect(LearnStatus.REFUSED, usurped);
    }

    @Test
    void waitsForTheRosterItFollows() {
        Roster two = party.agreed(one, List.of(1L, 2L, 3L), 1, 2, 3);
        Grant grant = party.grant(two, 7, 1, 1, 2);
        expect(LearnStatus.WAITING, grant);
        expect(LearnStatus.WAITING, two);
        expect(LearnStatus.LEARNED, one);
        expect(LearnStatus.LEARNED, two);
        expect(LearnStatus.LEARNED, grant);
        assertEquals(List.of(party.founding, one, two), book.lineage(two.id()));
        assertEquals(two, book.roster(two.id()));
        assertNull(book.lineage(grant.id()));
    }

    @Test
    void halfOfTheRosterAgreesOnlyWithItsFirstMember() {
        expect(LearnStatus.LEARNED, one);
        expect(LearnStatus.REFUSED, party.agreed(one, List.of(2L, 3L), 2, 3));
        expect(LearnStatus.LEARNED, party.agreed(one, List.of(-1L, 1L), -1, 1));
    }

    @Test
    void duplicateVotesAreRefusedAlsoBesideAQuorum() {
        expect(LearnStatus.LEARNED, one);
        expect(LearnStatus.REFUSED, party.agreed(one, List.of(1L, 2L), 1, 1, 1));
        expect(LearnStatus.REFUSED, party.agreed(one, List.of(1L, 2L), 1, 2, 3, 1));
        expect(LearnStatus.REFUSED, party.grant(one, 4, 1, 1, 2, 2));
    }

    @Test
    void votesOfStrangersAreRefusedAlsoBesideAQuorum() {
        expect(LearnStatus.LEARNED, one);
        expect(LearnStatus.REFUSED, party.agreed(one, List.of(9L), 7, 8, 9));
        expect(LearnStatus.REFUSED, party.agreed(one, List.of(1L, 9L), -1, 1, 2, 9));
        expect(LearnStatus.REFUSED, party.grant(one, 4, 1, 1, 2, 3, 9));
    }

    @Test
    void forgedSignaturesAreRefused() {
        expect(LearnStatus.LEARNED, one);
        Roster proposal = one.next(party.keys(List.of(1L, 2L)), false);
        List<Vote> votes = new ArrayList<>(party.votes(proposal, 1, 2));
        votes.add(new Vote(party.key(3), votes.get(0).signature()));
        expect(LearnStatus.REFUSED, proposal.with(votes));
        Roster other = one.next(party.keys(List.of(1L, 3L)), false);
        expect(LearnStatus.REFUSED, proposal.with(party.votes(other, 1, 2, 3)));
    }

    @Test
    void votesForOneHolderOrEpochDoNotServeAnother() {
        expect(LearnStatus.LEARNED, one);
        Grant asked = Grant.candidate(one, 4, party.key(1), false);
        List<Vote> votes = party.votes(asked, 1, 2, 3);
        expect(LearnStatus.REFUSED, Grant.candidate(one, 5, party.key(1), false).with(votes));
        expect(LearnStatus.REFUSED, Grant.candidate(one, 4, party.key(2), false).with(votes));
        expect(LearnStatus.REFUSED, Grant.candidate(one, 4, party.key(1), true).with(votes));
        expect(LearnStatus.LEARNED, asked.with(votes));
    }

    @Test
    void aVotedGrantNeedsAQuorumAnEpochAndAHolderOfTheRoster() {
        expect(LearnStatus.LEARNED, one);
        expect(LearnStatus.REFUSED, party.grant(one, 4, 1, 1, 2));
        expect(LearnStatus.REFUSED, party.grant(one, 0, 1, 1, 2, 3));
        expect(LearnStatus.REFUSED, party.grant(one, 4, 9, 1, 2, 3));
        Grant good = party.grant(one, 4, 1, -1, 1);
        expect(LearnStatus.LEARNED, good);
        assertEquals(good, book.newestGrant(good.holder(), SectorId.ORIGIN));
        assertFalse(good.verify(world.keys, world.root.publicKey()));
    }

    @Test
    void anotherWorldsRosterIsRefused() {
        TestWorld elsewhere = new TestWorld();
        WorldManifest manifest = WorldManifest.found(
                "other", Membership.OPEN, Hosting.PARTY, new WorldManifest.Founding(TestWorld.NOON, 8), elsewhere.root);
        Roster theirs = Roster.founding(manifest).next(party.keys(List.of(1L)), false);
        expect(LearnStatus.REFUSED, theirs.with(party.votes(theirs, -1)));
        Roster moved = Roster.of(manifest.worldId(), 1, one.members(), party.founding.id(), false);
        expect(LearnStatus.REFUSED, moved.with(party.votes(moved, -1)));
    }

    @Test
    void aNumberThatSkipsIsRefused() {
        Roster skips = Roster.of(world.manifest.worldId(), 2, one.members(), party.founding.id(), false);
        expect(LearnStatus.REFUSED, skips.with(party.votes(skips, -1)));
    }

    @Test
    void sixtyFourMembersFitAndSixtyFiveDoNot() {
        List<Long> most = LongStream.range(0, 64).boxed().toList();
        Roster full = party.agreed(party.founding, most, -1);
        expect(LearnStatus.LEARNED, full);
        Roster next = party.agreed(
                full, most, most.stream().mapToLong(Long::longValue).toArray());
        assertEquals(next, ProofCodec.decode(next.encode()));
        expect(LearnStatus.LEARNED, next);

        List<Long> more = LongStream.range(0, 65).boxed().toList();
        assertThrows(IllegalArgumentException.class, () -> party.founding.next(party.keys(more), false));
        assertNull(ProofCodec.decode(
                encoded(party.keys(more).stream().map(key -> key.bytes()).toList())));
    }

    @Test
    void malformedRostersAreNotRead() {
        byte[] ann = party.key(1).bytes();
        assertNull(ProofCodec.decode(encoded(List.of())));
        assertNull(ProofCodec.decode(encoded(List.of(ann, ann))));
        assertEquals(Roster.class, ProofCodec.decode(encoded(List.of(ann))).getClass());
    }

    private byte[] encoded(List<byte[]> members) {
        ByteWriter out = new ByteWriter().block("worldmesh/proof/1".getBytes(StandardCharsets.US_ASCII));
        out.u8(5);
        world.manifest.worldId().encode(out);
        out.varint(1).varint(members.size());
        members.forEach(out::bytes);
        out.u8(1);
        party.founding.id().encode(out);
        return out.u8(0).varint(0).toBytes();
    }

    @Test
    void anAdoptedRosterNeedsTheVotesOfExactlyItsOldMembers() {
        expect(LearnStatus.LEARNED, one);
        expect(LearnStatus.REFUSED, party.adopted(one, List.of(2L, 3L)));
        expect(LearnStatus.REFUSED, party.adopted(one, List.of(2L, 3L), 2));
        expect(LearnStatus.REFUSED, party.adopted(one, List.of(2L), 2, 3));
        expect(LearnStatus.REFUSED, party.adopted(one, List.of(9L), 9));
        Roster small = party.adopted(one, List.of(2L, 3L, 9L), 3, 2);
        expect(LearnStatus.LEARNED, small);
        assertTrue(book.roster(small.id()).adopted());
        assertNotEquals(small.id(), party.agreed(one, List.of(2L, 3L, 9L)).id());
    }

    @Test
    void anAdoptedGrantNeedsTheHoldersVote() {
        expect(LearnStatus.LEARNED, one);
        expect(LearnStatus.REFUSED, party.adoptedGrant(one, 4, 2, 3));
        Grant flagged = party.adoptedGrant(one, 4, 2, 2);
        expect(LearnStatus.LEARNED, flagged);
        assertTrue(flagged.adopted());
    }

    @Test
    void tenureReplicasAreToldFromOrdinaryOnesOfTheSameNonce() {
        expect(LearnStatus.LEARNED, world.identity(1, 5).certificate());
        expect(LearnStatus.LEARNED, world.tenure(1, 5).certificate());
        assertFalse(book.isTenure(world.identity(1, 5).replica()));
        assertTrue(book.isTenure(world.tenure(1, 5).replica()));
        assertFalse(book.isTenure(77));
        assertEquals(world.identity(1, 5).peer(), book.peerOf(world.tenure(1, 5).replica()));
    }
}
