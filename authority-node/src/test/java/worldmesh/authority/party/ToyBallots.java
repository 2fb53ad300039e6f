package worldmesh.authority.party;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import worldmesh.authority.party.wire.PartyRoster;
import worldmesh.authority.party.wire.RosterLink;
import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.runtime.identity.PeerId;
import worldmesh.runtime.identity.PublicKey;
import worldmesh.runtime.identity.Signer;
import worldmesh.testkit.crypto.SimulatedSignatures;
import worldmesh.world.hash.Hash;
import worldmesh.world.trust.WireIds;

/** Votes of a simulated cluster, whose members know each other's keys. */
final class ToyBallots implements Ballots {
    private final SimulatedSignatures signatures;
    private final Signer signer;
    private final List<PublicKey> keys;

    /** The votes for rosters that this machine's disk has. */
    private final Map<Hash, byte[]> proofs = new HashMap<>();

    ToyBallots(SimulatedSignatures signatures, Signer signer, List<PublicKey> keys) {
        this.signatures = signatures;
        this.signer = signer;
        this.keys = keys;
    }

    private static byte[] text(long epoch, PeerId holder) {
        return new ByteWriter().varint(epoch).bytes(holder.bytes()).toBytes();
    }

    private boolean verify(PeerId peer, byte[] text, byte[] signature) {
        return keys.stream().anyMatch(key -> key.peer().equals(peer) && signatures.verify(key, text, signature));
    }

    @Override
    public byte[] voteGrant(Election election) {
        return signer.sign(text(election.epoch(), election.holder()));
    }

    @Override
    public boolean isGrantVote(PeerId voter, Election election, byte[] vote) {
        return verify(voter, text(election.epoch(), election.holder()), vote);
    }

    @Override
    public byte[] voteRoster(Entry entry) {
        return signer.sign(entry.head().hash().bytes());
    }

    @Override
    public byte[] grant(Election election, SortedMap<PeerId, byte[]> votes) {
        ByteWriter out = new ByteWriter().u8(election.adopted() ? 1 : 0).varint(votes.size());
        votes.forEach((peer, vote) -> out.bytes(peer.bytes()).block(vote));
        return out.toBytes();
    }

    @Override
    public boolean isAdopted(byte[] grant) {
        return grant[0] == 1;
    }

    @Override
    public boolean isGrant(byte[] grant, long epoch, PeerId holder) {
        ByteReader in = new ByteReader(grant);
        in.u8();
        int votes = in.count(PartyRoster.MEMBERS_MAX);
        boolean all = votes > 0;
        for (int i = 0; i < votes; i++) {
            all &= verify(WireIds.peer(in), text(epoch, holder), in.block(64));
        }
        return all && in.complete();
    }

    @Override
    public boolean isLineage(List<RosterLink> rosters) {
        return true;
    }

    @Override
    public boolean isOutvoted(byte[] grant, List<RosterLink> told, List<RosterLink> own) {
        return false;
    }

    @Override
    public boolean isNewest(List<RosterLink> rosters) {
        return true;
    }

    private List<PeerId> signers(Hash roster, SortedMap<PeerId, byte[]> votes) {
        return votes.keySet().stream()
                .filter(peer -> verify(peer, roster.bytes(), Objects.requireNonNull(votes.get(peer))))
                .toList();
    }

    @Override
    public boolean isChosen(Entry entry, SortedMap<PeerId, byte[]> votes) {
        return !signers(entry.head().hash(), votes).isEmpty();
    }

    @Override
    public void rosterChosen(Entry entry, SortedMap<PeerId, byte[]> votes) {
        ByteWriter out = new ByteWriter().bytes(entry.head().hash().bytes());
        for (PeerId peer : signers(entry.head().hash(), votes)) {
            out.bytes(peer.bytes()).block(Objects.requireNonNull(votes.get(peer)));
        }
        learnRosters(List.of(out.toBytes()));
    }

    @Override
    public boolean isProven(Entry entry) {
        return proofs.containsKey(entry.head().hash());
    }

    @Override
    public List<byte[]> rosterProofs(List<byte[]> entries) {
        return entries.stream()
                .map(entry -> proofs.get(Hash.of(entry)))
                .filter(Objects::nonNull)
                .toList();
    }

    @Override
    public void learnRosters(List<byte[]> told) {
        for (byte[] proof : told) {
            ByteReader in = new ByteReader(proof);
            Hash roster = WireIds.hash(in);
            boolean voted = in.remaining() > 0;
            while (in.ok() && in.remaining() > 0) {
                voted &= verify(WireIds.peer(in), roster.bytes(), in.block(64));
            }
            if (voted && in.complete()) {
                proofs.put(roster, proof);
            }
        }
    }

    @Override
    public byte[] signState(StateName state) {
        return signer.sign(state.hash().bytes());
    }

    @Override
    public boolean isState(PeerId holder, StateName state, byte[] signature) {
        return verify(holder, state.hash().bytes(), signature);
    }
}
