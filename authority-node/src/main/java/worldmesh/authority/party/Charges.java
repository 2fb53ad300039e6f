package worldmesh.authority.party;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import worldmesh.authority.party.PartyMember.Leader;
import worldmesh.authority.party.wire.PartyMessage;
import worldmesh.authority.party.wire.PartyMessage.Accuse;
import worldmesh.authority.party.wire.PartyMessage.Refute;
import worldmesh.runtime.identity.PeerId;
import worldmesh.world.hash.Hash;

/**
 * What a member holds against the holders it followed. A proof it shows to all, who look for themselves, and it stands
 * as long as the rules say the same when they are run again. That a holder shows no proofs is an opinion, of which
 * nobody else can be convinced: it ends. Confined to the owner's thread.
 */
final class Charges {
    private final PartyMember member;
    private final StateWitness witness;
    private final Unproven unproven = new Unproven();

    /** By what each of those who are left out was found out; nothing for an opinion. */
    private final Map<PeerId, PartyMessage> proofs = new LinkedHashMap<>();

    private @Nullable Evidence evidence;
    private @Nullable Refute refuted;
    private long shownAt;
    private long now;

    private record Evidence(Accuse accuse, PeerId holder) {}

    Charges(PartyMember member, StateWitness witness) {
        this.member = member;
        this.witness = witness;
    }

    /** It is that late. */
    void at(long nowNanos) {
        now = nowNanos;
    }

    /** What the holder proposes, or has proposed, can be checked. */
    void clear() {
        unproven.end();
    }

    /** Shows the proof against the holder again; true if the member listens to its holder again from now. */
    boolean onTime(long patienceNanos) {
        Leader leader = member.leader();
        boolean before = leader != null && member.isAccused(leader.peer());
        for (PeerId peer : member.distrust.due(now)) {
            review(peer);
        }
        if (leader == null || !member.isAccused(leader.peer())) {
            return before;
        }
        PartyMessage shown = proofs.get(leader.peer());
        if (shown != null && now - shownAt >= patienceNanos) {
            shownAt = now; // who did not know this member yet did not listen
            member.sendAll(shown);
        }
        return false;
    }

    /** A proof stands until the rules say something else; what this member alone saw was perhaps its own fault. */
    private void review(PeerId peer) {
        PartyMessage proof = proofs.get(peer);
        if (proof == null || (proof instanceof Accuse accuse && isRefuted(accuse))) {
            proofs.remove(peer);
            member.distrust.end(peer);
            member.counts.add(PartyCounts.Kind.HOLDERS_HEARD_AGAIN);
        } else {
            member.distrust.begin(peer, now);
        }
    }

    /** True if the entry is the next one still, and keeps the rules by what this member has now. */
    private boolean isRefuted(Accuse accuse) {
        Entry entry = member.world().open(accuse.entry());
        return entry != null
                && entry.follows(member.log.committed())
                && !member.world().isOvertaken(entry)
                && member.world().audit(entry) == PartyWorld.Finding.SOUND;
    }

    /** Runs the rules again; who broke them is accused. */
    boolean isStorable(PeerId holder, long epoch, Entry entry) {
        boolean overtaken = member.world().isOvertaken(entry);
        PartyWorld.Finding finding =
                overtaken ? PartyWorld.Finding.UNPROVEN : member.world().audit(entry);
        if (finding == PartyWorld.Finding.BROKEN && !member.rules().storesEntry(false)) {
            accuse(holder, epoch, new Accuse(epoch, entry.bytes()));
            return false;
        }
        if (finding == PartyWorld.Finding.UNPROVEN) {
            distrust(holder, epoch);
            return false;
        }
        return finding != PartyWorld.Finding.UNKNOWN;
    }

    /** Nobody else can be shown that this holder stalls, but whoever follows it sees the same. */
    void distrust(PeerId holder, long epoch) {
        if (!member.isLedBy(holder, epoch)) {
            return;
        }
        // It may stand on a roster before the last one known here, which its introduction tells.
        member.send(holder, new PartyMessage.Fetch(0, member.log.committed(), false));
        if (unproven.isTooLong(now) && !member.isAccused(holder)) {
            unproven.end();
            member.accuse(holder, now);
            member.world().deposed(holder, epoch);
        }
    }

    /** The holder's own signature is under what is not so. */
    void accuse(PeerId holder, long epoch, PartyMessage proof) {
        member.accuse(holder, now);
        proofs.put(holder, proof);
        shownAt = now;
        member.sendAll(proof);
        member.world().deposed(holder, epoch);
    }

    /** Believes nobody who refutes a state: the holder's signature is under what the own log does not say. */
    void onRefute(Refute refute) {
        Leader leader = member.leader();
        if (leader == null || leader.epoch() != refute.epoch() || member.isAccused(leader.peer())) {
            return;
        }
        var name = new Ballots.StateName(refute.epoch(), refute.at(), refute.state());
        if (member.ballots().isState(leader.peer(), name, refute.signature())) {
            refuted = refute;
            recheckRefutation();
        }
    }

    /** The own log may come to the state's place only later. */
    void recheckRefutation() {
        Refute open = refuted;
        Leader leader = member.leader();
        if (open == null) {
            return;
        }
        Hash own = witness.at(open.at());
        if (own != null || open.at().tick() <= member.log.committed().tick()) {
            refuted = null;
        }
        boolean contradicts = own != null && !own.equals(open.state());
        if (contradicts && leader != null && leader.epoch() == open.epoch() && !member.isAccused(leader.peer())) {
            accuse(leader.peer(), leader.epoch(), open);
        }
    }

    /** Believes no accuser: looks for itself, at once or when its own log has come to that entry. */
    void onAccuse(Accuse accuse) {
        Leader leader = member.leader();
        if (leader != null && leader.epoch() == accuse.epoch() && !member.isAccused(leader.peer())) {
            evidence = new Evidence(accuse, leader.peer());
            recheckEvidence();
        }
    }

    /** The own log may have come to the entry of which an accuser spoke. */
    void recheckEvidence() {
        Evidence open = evidence;
        if (open == null || member.isAccused(open.holder())) {
            return;
        }
        Entry entry = member.world().open(open.accuse().entry());
        if (entry == null || entry.head().tick() <= member.log.committed().tick()) {
            evidence = null;
        } else if (entry.follows(member.log.committed())) {
            boolean sound = isStorable(open.holder(), open.accuse().epoch(), entry);
            evidence = sound || member.isAccused(open.holder()) ? null : open;
        }
    }
}
