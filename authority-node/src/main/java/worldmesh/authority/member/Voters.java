package worldmesh.authority.member;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import worldmesh.authority.party.Ballots;
import worldmesh.authority.party.Entry;
import worldmesh.authority.party.wire.PartyRoster;
import worldmesh.authority.party.wire.RosterLink;
import worldmesh.authority.tick.LogEntry;
import worldmesh.authority.tick.RosterEntry;
import worldmesh.peer.port.AuthorityContext;
import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.runtime.identity.PeerId;
import worldmesh.runtime.identity.PublicKey;
import worldmesh.runtime.identity.SignatureVerifier;
import worldmesh.world.trust.Grant;
import worldmesh.world.trust.Hosting;
import worldmesh.world.trust.KnownProofs;
import worldmesh.world.trust.Proof;
import worldmesh.world.trust.ProofCodec;
import worldmesh.world.trust.ProofId;
import worldmesh.world.trust.ReplicaCertificate;
import worldmesh.world.trust.ReplicaIdentity;
import worldmesh.world.trust.Roster;
import worldmesh.world.trust.Rosters;
import worldmesh.world.trust.Signature;
import worldmesh.world.trust.Vote;
import worldmesh.world.trust.Warrant;
import worldmesh.world.trust.WireIds;
import worldmesh.world.trust.WorldManifest;

/**
 * Turns votes into the world's proofs: grants and rosters that everybody can check. A grant travels with the
 * certificate of the tenure's replica, without which nobody could read its batches. Confined to the owner's thread.
 */
public final class Voters implements Ballots {
    private static final byte[] STATE_DOMAIN = "worldmesh/state/1".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    private static final byte[] NO_VOTE = new byte[0];

    private final AuthorityContext context;
    private final WorldManifest manifest;
    private final Map<PeerId, PublicKey> keys = new HashMap<>();
    private @Nullable ReplicaIdentity drawn;
    private @Nullable Shown believed;

    /** Votes in the name of the context's signer. */
    public Voters(AuthorityContext context) {
        this.context = context;
        this.manifest = context.replica().get().manifest();
        note(manifest.trustRoot());
        note(context.signer().publicKey());
    }

    private void note(PublicKey key) {
        keys.put(key.peer(), key);
    }

    /** The key of a peer, null before any of its certificates is known. */
    @Nullable PublicKey key(PeerId peer) {
        if (!keys.containsKey(peer)) {
            for (Proof proof : context.replica().get().proofs()) {
                if (proof instanceof ReplicaCertificate certificate) {
                    note(certificate.key());
                }
            }
        }
        return keys.get(peer);
    }

    /** The roster as a proof; null if neither the log nor the proofs know it. */
    @Nullable Roster roster(RosterLink link) {
        if (link.roster().number() == 0) {
            return Roster.founding(manifest);
        }
        byte[] row = context.store()
                .journal()
                .get(LogEntry.key(link.at().epoch(), link.at().tick()));
        RosterEntry entry = row == null ? null : RosterEntry.decode(row);
        if (entry != null) {
            return entry.roster();
        }
        for (Roster known : context.replica().get().knownProofs().rosters()) {
            if (isProofOf(known, link.roster())) {
                return known;
            }
        }
        return null;
    }

    private @Nullable Grant candidate(Election election) {
        Roster roster = roster(election.roster());
        PublicKey holder = key(election.holder());
        return roster == null || holder == null
                ? null
                : Grant.candidate(roster, election.epoch(), holder, election.adopted());
    }

    @Override
    public byte[] voteGrant(Election election) {
        Grant candidate = candidate(election);
        return candidate == null ? NO_VOTE : context.signer().sign(candidate.body());
    }

    @Override
    public boolean isGrantVote(PeerId voter, Election election, byte[] vote) {
        Grant candidate = candidate(election);
        return candidate != null && verify(voter, candidate.body(), vote);
    }

    private boolean verify(PeerId peer, byte[] message, byte[] signature) {
        PublicKey key = key(peer);
        return key != null
                && signature.length == Signature.BYTES
                && context.verifier().verify(key, message, signature);
    }

    @Override
    public byte[] voteRoster(Entry entry) {
        RosterEntry roster = RosterEntry.decode(entry.bytes());
        return roster == null ? NO_VOTE : context.signer().sign(roster.roster().body());
    }

    @Override
    public byte[] grant(Election election, SortedMap<PeerId, byte[]> votes) {
        ReplicaIdentity identity = ReplicaIdentity.drawTenure(
                manifest.worldId(), context.signer(), context.random().getAsLong());
        drawn = identity;
        Grant candidate = candidate(election);
        boolean rooted = manifest.hosting() == Hosting.HOSTED
                && manifest.trustRoot().equals(context.signer().publicKey());
        if (candidate == null) {
            throw new IllegalStateException("a holder was elected by a roster that is not known");
        }
        List<Vote> cast = votesOf(votes);
        List<Vote> members = new ArrayList<>(cast);
        Roster by = roster(election.roster());
        members.removeIf(vote -> by == null || !by.members().contains(vote.voter()));
        cast.removeAll(members);
        Grant grant = rooted
                ? Grant.sign(manifest.worldId(), election.epoch(), candidate.holderKey(), null, context.signer())
                : candidate.with(members);
        return new Credentials(grant, identity.certificate(), cast).encode();
    }

    private List<Vote> votesOf(SortedMap<PeerId, byte[]> signatures) {
        List<Vote> votes = new ArrayList<>();
        signatures.forEach((peer, signature) -> {
            PublicKey key = key(peer);
            if (key != null && signature.length == Signature.BYTES) {
                votes.add(new Vote(key, new Signature(signature)));
            }
        });
        return votes;
    }

    /** The identity drawn for the tenure that was won last. */
    ReplicaIdentity drawn() {
        ReplicaIdentity identity = drawn;
        if (identity == null) {
            throw new IllegalStateException("nothing was won yet");
        }
        return identity;
    }

    /**
     * A grant and the certificate of its tenure.
     *
     * @param others votes of members of the roster that waits in the log while the one that is named elects
     */
    record Credentials(Grant grant, ReplicaCertificate certificate, List<Vote> others) {
        byte[] encode() {
            ByteWriter out = new ByteWriter(512).block(grant.encode()).block(certificate.encode());
            out.varint(others.size());
            others.forEach(vote ->
                    out.bytes(vote.voter().bytes()).bytes(vote.signature().bytes()));
            return out.toBytes();
        }

        static @Nullable Credentials decode(byte[] bytes) {
            ByteReader in = new ByteReader(bytes);
            Proof grant = ProofCodec.decode(in.block(ProofCodec.MAX_BYTES));
            Proof certificate = ProofCodec.decode(in.block(ProofCodec.MAX_BYTES));
            int count = in.count(Roster.MAX_MEMBERS);
            List<Vote> others = new ArrayList<>();
            for (int i = 0; i < count && in.ok(); i++) {
                others.add(new Vote(WireIds.key(in), Signature.decode(in)));
            }
            if (in.complete() && grant instanceof Grant given && certificate instanceof ReplicaCertificate named) {
                return named.tenure() ? new Credentials(given, named, others) : null;
            }
            return null;
        }

        /** Who voted, as far as the signatures say; the grant's own votes were checked with the grant. */
        Set<PeerId> voters(SignatureVerifier verifier) {
            Set<PeerId> voters = new HashSet<>();
            byte[] body = grant.body();
            if (grant.warrant() instanceof Warrant.Voted voted) {
                voted.votes().forEach(vote -> voters.add(vote.voter().peer()));
            }
            others.stream()
                    .filter(vote -> vote.verify(body, verifier))
                    .forEach(vote -> voters.add(vote.voter().peer()));
            return voters;
        }
    }

    @Override
    public boolean isOutvoted(byte[] grant, List<RosterLink> told, List<RosterLink> own) {
        Credentials credentials = Credentials.decode(grant);
        ProofId by = credentials == null ? null : credentials.grant().roster();
        if (credentials == null || by == null) {
            return false;
        }
        Set<PeerId> voters = credentials.voters(context.verifier());
        KnownProofs known = context.replica().get().knownProofs();
        List<Roster> rosters = new ArrayList<>(known.rosters());
        own.stream().map(this::roster).filter(Objects::nonNull).forEach(rosters::add);
        Succession succession = new Succession(rosters, known, told, own);
        return succession.after(by, credentials.grant().epoch()).stream()
                .anyMatch(roster -> !Rosters.isQuorum(roster, voters));
    }

    @Override
    public boolean isAdopted(byte[] grant) {
        Credentials credentials = Credentials.decode(grant);
        return credentials != null && credentials.grant().adopted();
    }

    @Override
    public boolean isGrant(byte[] grant, long epoch, PeerId holder) {
        Shown shown = new Shown(grant, epoch, holder);
        if (!shown.equals(believed) && isNewGrant(grant, epoch, holder)) {
            believed = shown;
        }
        return shown.equals(believed);
    }

    /** A grant as a holder shows it, with each view again. */
    private record Shown(byte[] grant, long epoch, PeerId holder) {
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Shown shown
                    && epoch == shown.epoch
                    && holder.equals(shown.holder)
                    && Arrays.equals(grant, shown.grant);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(grant);
        }
    }

    private boolean isNewGrant(byte[] grant, long epoch, PeerId holder) {
        Credentials credentials = Credentials.decode(grant);
        if (credentials == null) {
            return false;
        }
        Grant named = credentials.grant();
        boolean fits = named.epoch() == epoch
                && named.holder().equals(holder)
                && credentials.certificate().key().equals(named.holderKey())
                && credentials.certificate().verify(context.verifier())
                && isValid(named);
        KnownProofs known = context.replica().get().knownProofs();
        if (fits && known.grant(named.id()) == null) {
            learn(named);
        }
        if (fits && known.peerOf(credentials.certificate().replica()) == null) {
            learn(credentials.certificate());
        }
        return fits;
    }

    private boolean isValid(Grant grant) {
        if (grant.roster() == null) {
            return manifest.hosting() == Hosting.HOSTED && grant.verify(context.verifier(), manifest.trustRoot());
        }
        Roster roster = context.replica().get().knownProofs().roster(grant.roster());
        return roster != null && grant.verify(context.verifier(), roster);
    }

    /** Learns a proof, keeps it and passes it on. */
    void learn(Proof proof) {
        context.out().announce(proof);
    }

    @Override
    public boolean isLineage(List<RosterLink> rosters) {
        List<Roster> known = context.replica().get().knownProofs().rosters();
        Set<ProofId> before = Set.of();
        for (int i = 0; i < rosters.size(); i++) {
            RosterLink link = rosters.get(i);
            Set<ProofId> here = new HashSet<>();
            for (Roster roster : known) {
                boolean follows = i == 0 || (roster.previous() != null && before.contains(roster.previous()));
                if (follows && isProofOf(roster, link.roster())) {
                    here.add(roster.id());
                }
            }
            before = here;
        }
        return !before.isEmpty();
    }

    @Override
    public boolean isNewest(List<RosterLink> rosters) {
        for (int i = 0; i < rosters.size(); i++) {
            boolean agreed =
                    i + 1 < rosters.size() && !rosters.get(i + 1).roster().adopted();
            if (!agreed && isFollowed(rosters.get(i).roster())) {
                return false;
            }
        }
        return true;
    }

    /** True if a quorum is known to have voted for another roster behind this one. */
    private boolean isFollowed(PartyRoster before) {
        List<Roster> known = context.replica().get().knownProofs().rosters();
        Set<ProofId> here = new HashSet<>();
        known.stream().filter(roster -> isProofOf(roster, before)).forEach(roster -> here.add(roster.id()));
        return known.stream()
                .anyMatch(next -> !next.adopted() && next.previous() != null && here.contains(next.previous()));
    }

    static boolean isProofOf(Roster proof, PartyRoster roster) {
        return proof.number() == roster.number()
                && proof.adopted() == roster.adopted()
                && proof.peers().equals(roster.members());
    }

    @Override
    public boolean isChosen(Entry entry, SortedMap<PeerId, byte[]> votes) {
        return proof(entry, votesOf(votes)) != null;
    }

    @Override
    public void rosterChosen(Entry entry, SortedMap<PeerId, byte[]> votes) {
        Roster proof = proof(entry, votesOf(votes));
        if (proof == null) {
            throw new IllegalStateException("a roster is in force without enough votes");
        }
        learn(proof);
    }

    /** The roster that an entry makes, with those of the votes that count; null if they do not suffice. */
    private @Nullable Roster proof(Entry entry, List<Vote> votes) {
        Roster made = made(entry.bytes());
        ProofId previous = made == null ? null : made.previous();
        KnownProofs known = context.replica().get().knownProofs();
        Roster before = previous == null ? null : known.roster(previous);
        if (made == null || before == null) {
            return null;
        }
        List<Vote> valid = new ArrayList<>(votes);
        valid.removeIf(vote -> !before.members().contains(vote.voter()));
        valid.removeIf(vote -> made.adopted() && !made.members().contains(vote.voter()));
        valid.removeIf(vote -> !vote.verify(made.body(), context.verifier()));
        Roster proof = made.with(valid);
        return proof.verify(context.verifier(), before) ? proof : null;
    }

    private static @Nullable Roster made(byte[] entry) {
        RosterEntry made = RosterEntry.isOne(entry) ? RosterEntry.decode(entry) : null;
        return made == null ? null : made.roster();
    }

    @Override
    public boolean isProven(Entry entry) {
        Roster made = made(entry.bytes());
        return made != null && context.replica().get().knownProofs().knows(made.id());
    }

    @Override
    public List<byte[]> rosterProofs(List<byte[]> entries) {
        KnownProofs known = context.replica().get().knownProofs();
        List<byte[]> proofs = new ArrayList<>();
        for (byte[] entry : entries) {
            Roster made = made(entry);
            Roster proof = made == null ? null : known.roster(made.id());
            if (proof != null) {
                proofs.add(proof.encode());
            }
        }
        return proofs;
    }

    @Override
    public void learnRosters(List<byte[]> proofs) {
        for (byte[] each : proofs) {
            if (ProofCodec.decode(each) instanceof Roster roster && isNews(roster)) {
                learn(roster);
            }
        }
    }

    private boolean isNews(Roster roster) {
        KnownProofs known = context.replica().get().knownProofs();
        Roster before = roster.previous() == null ? null : known.roster(roster.previous());
        return before != null && !known.knows(roster.id());
    }

    /**
     * The proof of the roster that an entry makes, if this member's vote alone puts it in force: kept with the entry,
     * since nobody else could tell the votes again. Null otherwise.
     */
    @Nullable Roster ownRoster(Entry entry) {
        byte[] own = voteRoster(entry);
        return own.length == 0
                ? null
                : proof(entry, List.of(new Vote(context.signer().publicKey(), new Signature(own))));
    }

    @Override
    public byte[] signState(StateName state) {
        return context.signer().sign(text(state));
    }

    @Override
    public boolean isState(PeerId holder, StateName state, byte[] signature) {
        return verify(holder, text(state), signature);
    }

    private byte[] text(StateName state) {
        ByteWriter out = new ByteWriter(128).block(STATE_DOMAIN);
        manifest.worldId().encode(out);
        out.varint(state.epoch());
        state.at().encode(out);
        return out.bytes(state.hash().bytes()).toBytes();
    }
}
