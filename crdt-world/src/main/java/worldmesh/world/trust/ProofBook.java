package worldmesh.world.trust;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.agrona.collections.Long2ObjectHashMap;
import org.jspecify.annotations.Nullable;
import worldmesh.runtime.identity.PeerId;
import worldmesh.runtime.identity.PublicKey;
import worldmesh.runtime.identity.SignatureVerifier;
import worldmesh.world.entity.Trust;
import worldmesh.world.sector.SectorId;

/**
 * All proofs a replica knows and what follows from them. What it says depends only on the set of proofs, not on the
 * order in which they came. Not thread-safe.
 */
public final class ProofBook implements KnownProofs {
    private final WorldId world;
    private final PublicKey root;
    private final Hosting hosting;
    private final SignatureVerifier verifier;
    private final Map<ProofId, Proof> proofs = new LinkedHashMap<>();
    private final Long2ObjectHashMap<ReplicaCertificate> certificates = new Long2ObjectHashMap<>();
    private final Long2ObjectHashMap<PeerId> peers = new Long2ObjectHashMap<>();
    private final Map<ProofId, JudgedClaim> claims = new LinkedHashMap<>();
    private final Map<ProofId, Roster> rosters = new LinkedHashMap<>();
    private final List<Grant> grants = new ArrayList<>();
    private final List<Revocation> revocations = new ArrayList<>();
    private final List<Equivocation> equivocations = new ArrayList<>();
    private final Statements statements;

    /** Rosters that a quorum agreed to, as all before them were, and whom they name. */
    private final Set<ProofId> agreed = new HashSet<>();

    private final Set<PublicKey> voted = new HashSet<>();
    private int accessCount;
    private long mark;

    /** A claim and whether its author was entitled to it. */
    public record JudgedClaim(Claim claim, boolean valid) {}

    /** An empty book of the world. */
    public ProofBook(WorldManifest manifest, SignatureVerifier verifier) {
        this.world = manifest.worldId();
        this.root = manifest.trustRoot();
        this.hosting = manifest.hosting();
        this.verifier = verifier;
        this.statements = new Statements(root);
        Roster founding = Roster.founding(manifest);
        file(founding);
    }

    private void file(Roster roster) {
        rosters.put(roster.id(), roster);
        boolean follows = roster.previous() == null || agreed.contains(roster.previous());
        if (follows && !roster.adopted()) {
            agreed.add(roster.id());
            voted.addAll(roster.members());
        }
    }

    /** Checks a proof and adds it. */
    public LearnStatus learn(Proof proof) {
        if (!proof.world().equals(world)) {
            return LearnStatus.REFUSED;
        }
        ProofId id = proof.id();
        if (knows(id)) {
            return LearnStatus.KNOWN;
        }
        LearnStatus status = check(proof);
        if (status == LearnStatus.LEARNED) {
            proofs.put(id, proof);
            mark ^= id.low();
            accessCount += proof.kind().isAboutAccess() ? 1 : 0;
            file(proof, id);
        }
        return status;
    }

    private LearnStatus check(Proof proof) {
        return switch (proof.kind()) {
            case CERTIFICATE, TENURE -> status(((ReplicaCertificate) proof).verify(verifier));
            case GRANT -> checkRooted((Grant) proof);
            case REVOCATION -> status(((Revocation) proof).verify(verifier, root));
            case CLAIM -> checkClaim((Claim) proof);
            case EQUIVOCATION -> checkEquivocation((Equivocation) proof);
            case ROSTER -> checkRoster((Roster) proof);
            case VOTED_GRANT -> checkVoted((Grant) proof);
            case ADMITTANCE -> checkAdmittance((Admittance) proof);
            case WITHDRAWAL -> checkWithdrawal((Withdrawal) proof);
            case RULING -> checkRuling((Ruling) proof);
        };
    }

    /** In a party nobody has the authority by the root's word alone: members vote, beginning with the founder. */
    private LearnStatus checkRooted(Grant grant) {
        return status(hosting == Hosting.HOSTED && grant.verify(verifier, root));
    }

    private LearnStatus checkRoster(Roster roster) {
        if (roster.previous() == null) {
            return LearnStatus.REFUSED;
        }
        Roster before = rosters.get(roster.previous());
        return before == null ? LearnStatus.WAITING : status(roster.verify(verifier, before));
    }

    private LearnStatus checkVoted(Grant grant) {
        Roster by = rosters.get(grant.roster());
        return by == null ? LearnStatus.WAITING : status(grant.verify(verifier, by));
    }

    private LearnStatus checkAdmittance(Admittance admittance) {
        return isNamed(admittance.issuer())
                ? status(admittance.verify(verifier) && statements.add(admittance, voted.contains(admittance.issuer())))
                : LearnStatus.WAITING;
    }

    private LearnStatus checkWithdrawal(Withdrawal withdrawal) {
        return isNamed(withdrawal.issuer())
                ? status(withdrawal.verify(verifier) && statements.add(withdrawal))
                : LearnStatus.WAITING;
    }

    /** Nobody fills the book in the name of keys that no member ever named. */
    private boolean isNamed(PublicKey issuer) {
        return voted.contains(issuer) || statements.names(issuer.peer());
    }

    private LearnStatus checkRuling(Ruling ruling) {
        Grant by = grant(ruling.grant());
        return by == null ? LearnStatus.WAITING : status(ruling.verify(verifier, by) && statements.add(ruling));
    }

    private static LearnStatus status(boolean valid) {
        return valid ? LearnStatus.LEARNED : LearnStatus.REFUSED;
    }

    private LearnStatus checkClaim(Claim claim) {
        ReplicaCertificate author = certificates.get(claim.replica());
        boolean rooted = claim.previous() == null
                ? certificates.containsKey(claim.entity().replica())
                : claims.containsKey(claim.previous());
        boolean granted = claim.grant() == null || proofs.containsKey(claim.grant());
        if (author == null || !rooted || !granted) {
            return LearnStatus.WAITING;
        }
        return status(
                verifier.verify(author.key(), claim.body(), claim.signature().bytes()));
    }

    private LearnStatus checkEquivocation(Equivocation fork) {
        ReplicaCertificate author = certificates.get(fork.key().replica());
        return author == null ? LearnStatus.WAITING : status(fork.verify(verifier, author.key()));
    }

    private void file(Proof proof, ProofId id) {
        if (proof instanceof ReplicaCertificate certificate) {
            certificates.put(certificate.replica(), certificate);
            peers.put(certificate.replica(), certificate.peer());
        } else if (proof instanceof Grant grant) {
            grants.add(grant);
        } else if (proof instanceof Roster roster) {
            file(roster);
        } else if (proof instanceof Claim claim) {
            claims.put(id, new JudgedClaim(claim, judge(claim)));
        } else if (proof instanceof Revocation revocation) {
            revocations.add(revocation);
            // In the order they were learned every claim follows the one it names.
            claims.replaceAll((key, judged) -> new JudgedClaim(judged.claim(), false));
            claims.replaceAll((key, judged) -> new JudgedClaim(judged.claim(), judge(judged.claim())));
        } else if (proof instanceof Equivocation equivocation) {
            equivocations.add(equivocation);
        }
    }

    private boolean judge(Claim claim) {
        PeerId author = peerOf(claim.replica());
        if (author == null || isVoid(author, claim.clock()) || claim.entity().trust() == Trust.FIXED) {
            return false;
        }
        long generation = 0;
        PeerId owner = peerOf(claim.entity().replica());
        boolean follows = true;
        if (claim.previous() != null) {
            JudgedClaim previous = claims.get(claim.previous());
            if (previous == null || !previous.claim().entity().equals(claim.entity())) {
                return false;
            }
            generation = previous.claim().generation();
            owner = previous.claim().owner();
            follows = previous.valid();
        }
        boolean owned = follows && owner != null && author.equals(owner);
        return claim.generation() == generation + 1 && (owned || granted(claim, author));
    }

    private boolean granted(Claim claim, PeerId author) {
        Grant grant = claim.grant() == null ? null : grantFor(claim.replica(), claim.grant());
        // A claim names no sector, so only a grant of the whole world reaches it.
        return grant != null && grant.sector() == null && grant.holder().equals(author);
    }

    private boolean isVoid(PeerId author, long clock) {
        for (Revocation revocation : revocations) {
            if (revocation.peer().equals(author) && Long.compareUnsigned(clock, revocation.lastClock()) > 0) {
                return true;
            }
        }
        return false;
    }

    /** The certificate of a replica, null if it is not known. */
    public @Nullable ReplicaCertificate certificate(long replica) {
        return certificates.get(replica);
    }

    @Override
    public @Nullable PeerId peerOf(long replica) {
        return peers.get(replica);
    }

    @Override
    public boolean isTenure(long replica) {
        ReplicaCertificate certificate = certificates.get(replica);
        return certificate != null && certificate.tenure();
    }

    @Override
    public boolean knows(ProofId id) {
        return proofs.containsKey(id) || rosters.containsKey(id);
    }

    @Override
    public @Nullable Roster roster(ProofId id) {
        return rosters.get(id);
    }

    @Override
    public List<Roster> rosters() {
        return List.copyOf(rosters.values());
    }

    @Override
    public @Nullable List<Roster> lineage(ProofId last) {
        ArrayDeque<Roster> chain = new ArrayDeque<>();
        Roster next = rosters.get(last);
        while (next != null) {
            chain.addFirst(next);
            next = next.previous() == null ? null : rosters.get(next.previous());
        }
        return chain.isEmpty() ? null : List.copyOf(chain);
    }

    @Override
    public Collection<Admittance> admittances() {
        return statements.admittances();
    }

    @Override
    public Collection<Withdrawal> withdrawals() {
        return statements.withdrawals();
    }

    @Override
    public Collection<Ruling> rulings() {
        return statements.rulings();
    }

    @Override
    public int accessCount() {
        return accessCount;
    }

    /** The number of proofs. */
    public int count() {
        return proofs.size();
    }

    @Override
    public @Nullable Grant grant(ProofId id) {
        return proofs.get(id) instanceof Grant grant ? grant : null;
    }

    @Override
    public List<Grant> grants() {
        return List.copyOf(grants);
    }

    /** The grant with this id if the replica's peer may write with that replica by it, otherwise null. */
    public @Nullable Grant grantFor(long replica, ProofId id) {
        Grant grant = grant(id);
        return grant != null && serves(grant, replica) ? grant : null;
    }

    /** What a party voted for is used by a replica of a tenure alone: nothing passes it outside the party's log. */
    private boolean serves(Grant grant, long replica) {
        return Objects.equals(grant.holder(), peerOf(replica)) && (grant.roster() == null || isTenure(replica));
    }

    @Override
    public @Nullable Grant newestGrant(PeerId holder, SectorId sector) {
        return newest(grant -> grant.covers(sector) && grant.holder().equals(holder));
    }

    /** The newest grant that covers the sector and that the replica may write by, null if there is none. */
    public @Nullable Grant newestGrant(long replica, SectorId sector) {
        return newest(grant -> grant.covers(sector) && serves(grant, replica));
    }

    private @Nullable Grant newest(Predicate<Grant> fits) {
        Grant best = null;
        for (Grant grant : grants) {
            boolean newer = best == null || Long.compareUnsigned(grant.epoch(), best.epoch()) > 0;
            if (newer && fits.test(grant)) {
                best = grant;
            }
        }
        return best;
    }

    /** The grant for an epoch that covers the sector and that the replica may write by, null if there is none. */
    public @Nullable Grant grantOf(long replica, SectorId sector, long epoch) {
        return newest(grant -> grant.epoch() == epoch && grant.covers(sector) && serves(grant, replica));
    }

    /** The claim with this id, null if it is not known. */
    public @Nullable JudgedClaim claim(ProofId id) {
        return claims.get(id);
    }

    /** The last batch of a replica in a sector that counts, {@link Long#MAX_VALUE} if it was never cut off. */
    public long lastValid(long replica, SectorId sector) {
        if (revocations.isEmpty() && equivocations.isEmpty()) {
            return Long.MAX_VALUE;
        }
        long last = Long.MAX_VALUE;
        PeerId peer = revocations.isEmpty() ? null : peerOf(replica);
        if (peer != null) {
            for (Revocation revocation : revocations) {
                if (revocation.peer().equals(peer)) {
                    last = Math.min(last, revocation.lastValid(replica, sector));
                }
            }
        }
        for (Equivocation fork : equivocations) {
            if (fork.key().replica() == replica && fork.key().sector().equals(sector)) {
                last = Math.min(last, fork.key().sequence() - 1);
            }
        }
        return last;
    }

    /** A number that two books have in common if they know the same proofs, and hardly ever otherwise. */
    public long mark() {
        return mark;
    }

    /** All proofs in the order they were learned: another book can learn them in this order. */
    public List<Proof> all() {
        return List.copyOf(proofs.values());
    }

    /** The same without those of these ids. */
    public List<Proof> allBut(Set<ProofId> without) {
        if (without.isEmpty()) {
            return all();
        }
        List<Proof> found = new ArrayList<>(proofs.size());
        proofs.forEach((id, proof) -> {
            if (!without.contains(id)) {
                found.add(proof);
            }
        });
        return found;
    }
}
