package worldmesh.authority.party;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import worldmesh.authority.party.PartyMember.Leader;
import worldmesh.authority.party.wire.Head;
import worldmesh.authority.party.wire.PartyCodec;
import worldmesh.authority.party.wire.PartyMessage;
import worldmesh.authority.party.wire.PartyMessage.StatePart;
import worldmesh.authority.party.wire.PartyMessage.Vouch;
import worldmesh.authority.party.wire.RosterLink;
import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.runtime.identity.PeerId;
import worldmesh.runtime.journal.JournalBatch;
import worldmesh.world.hash.Hash;

/**
 * Brings members up to date: by the entries they lack, or, if they are new, far behind or of another branch, by the
 * whole state, which they take once a majority of the roster says that it is the log's. Confined to the owner's thread.
 */
final class StateTransfer {
    private final PartyMember member;
    private final StateWitness witness;
    private final BranchChoice branches;
    private final CatchUp catchUp;
    private final StateJury jury = new StateJury();
    private final List<byte @Nullable []> parts = new ArrayList<>();

    /** Who waits for a state while rows are ahead of the committed log, and under which epoch. */
    private final Map<PeerId, Long> waiting = new LinkedHashMap<>();

    private @Nullable StatePart collected;
    private @Nullable Offer offer;

    /** A whole state that is not believed yet. */
    @SuppressWarnings("ArrayRecordComponent")
    private record Offer(
            Leader holder,
            PeerId signer,
            Ballots.StateName name,
            byte[] signature,
            boolean signed,
            List<RosterLink> rosters,
            byte[] world) {
        PartyMessage.Refute refutation() {
            return new PartyMessage.Refute(name.epoch(), name.at(), name.hash(), signature);
        }
    }

    /** What became of a state that is on its way. */
    enum Progress {
        /** More has to come: parts, or the word of others. */
        OPEN,
        /** It is installed and on its way to the disk. */
        TAKEN,
        /** It is not the log's, though its holder signed it. */
        REFUTED
    }

    StateTransfer(PartyMember member, StateWitness witness, BranchChoice branches) {
        this.member = member;
        this.witness = witness;
        this.branches = branches;
        this.catchUp = new CatchUp(member, CatchUp.PART_BYTES);
    }

    /** Answers what a member lacks. */
    void onFetch(PeerId from, PartyMessage.Fetch fetch, long epoch) {
        if (needsState(fetch)) {
            if (member.log.isLanding()) {
                waiting.put(from, epoch);
            } else {
                sendState(from, epoch);
            }
            return;
        }
        catchUp.answer(from, fetch.after(), epoch);
    }

    /** True if the whole state is the answer: not entries, nor that the other's log is of another branch. */
    private boolean needsState(PartyMessage.Fetch fetch) {
        Head committed = member.log.committed();
        if (!fetch.state() && !member.log.mayContain(fetch.after())) {
            return false;
        }
        boolean isNew = fetch.after().tick() == 0 && committed.tick() > 0;
        boolean isFar = committed.tick() - fetch.after().tick() > CatchUp.ENTRIES_MAX;
        return fetch.state() || isNew || isFar || member.log.beginsAfter(fetch.after());
    }

    /** Rows and committed log are of one place again. */
    void onLanded() {
        Map<PeerId, Long> now = new LinkedHashMap<>(waiting);
        waiting.clear();
        now.forEach(this::sendState);
    }

    private void sendState(PeerId to, long epoch) {
        Head at = member.log.committed();
        byte[] state = witness.state();
        byte[] signature = member.ballots().signState(new Ballots.StateName(epoch, at, Hash.of(state)));
        int count = Math.max(1, (state.length + PartyCodec.PART_BYTES_MAX - 1) / PartyCodec.PART_BYTES_MAX);
        if (count > PartyCodec.PARTS_MAX) {
            throw new IllegalStateException(
                    "a state of " + state.length + " bytes does not fit into " + PartyCodec.PARTS_MAX + " parts");
        }
        for (PeerId each : member.log.roster().members()) {
            if (!each.equals(member.self()) && !each.equals(to)) {
                member.send(each, new PartyMessage.Witness(epoch, at, to));
            }
        }
        for (int i = 0; i < count; i++) {
            int start = i * PartyCodec.PART_BYTES_MAX;
            byte[] part = Arrays.copyOfRange(state, start, Math.min(state.length, start + PartyCodec.PART_BYTES_MAX));
            member.send(to, new StatePart(epoch, at, i, count, part, signature));
        }
    }

    /** Tells the state in the holder's place, if that is what the other lacks. */
    void serve(PeerId from, PartyMessage.Fetch fetch) {
        if (needsState(fetch) && !member.log.isLanding()) {
            sendState(from, fetch.epoch());
        }
    }

    /** Takes a part from who was asked. */
    Progress onPart(Leader leader, PeerId from, StatePart part, Runnable whenDurable) {
        if (part.count() == 0 || part.index() >= part.count()) {
            return Progress.OPEN;
        }
        StatePart first = collected;
        if (first == null
                || !first.at().equals(part.at())
                || first.count() != part.count()
                || first.epoch() != part.epoch()) {
            collected = part;
            parts.clear();
            for (int i = 0; i < part.count(); i++) {
                parts.add(null);
            }
        }
        parts.set(part.index(), part.part());
        if (parts.contains(null)) {
            return Progress.OPEN;
        }
        ByteWriter out = new ByteWriter(4096);
        for (byte[] each : parts) {
            out.bytes(each == null ? new byte[0] : each);
        }
        collected = null;
        parts.clear();
        offer = read(leader, from, part, out.toBytes());
        return judge(whenDurable);
    }

    private @Nullable Offer read(Leader leader, PeerId from, StatePart part, byte[] state) {
        var name = new Ballots.StateName(part.epoch(), part.at(), Hash.of(state));
        boolean signed = member.ballots().isState(from, name, part.signature());
        ByteReader in = new ByteReader(state);
        List<RosterLink> rosters = RosterLink.decodeAll(in);
        byte[] world = in.bytes(in.remaining());
        return in.ok() ? new Offer(leader, from, name, part.signature(), signed, rosters, world) : null;
    }

    /** A member says what the state is. */
    Progress onVouch(PeerId from, Vouch vouch, Runnable whenDurable) {
        jury.hear(from, vouch);
        return judge(whenDurable);
    }

    private Progress judge(Runnable whenDurable) {
        Offer open = offer;
        if (open == null) {
            return Progress.OPEN;
        }
        StateJury.Finding finding = open.signed() && isPlausible(open.rosters())
                ? jury.judge(open.signer(), open.name(), knowing(open.rosters()))
                : StateJury.Finding.OPEN;
        if (finding == StateJury.Finding.REFUTED) {
            return Progress.REFUTED;
        }
        boolean trusted = member.rules().trustsState(finding == StateJury.Finding.TRUSTED);
        return trusted && install(open, whenDurable) ? Progress.TAKEN : Progress.OPEN;
    }

    /** Who could know the state: not this member itself, if it gave its log up. */
    private List<PeerId> knowing(List<RosterLink> rosters) {
        List<PeerId> members =
                new ArrayList<>(rosters.get(rosters.size() - 1).roster().members());
        if (member.log.isAbandoned()) {
            members.remove(member.self());
        }
        return members;
    }

    /** The roster that has to vouch must go on from the own one, be voted for, and be the newest that anybody knows. */
    private boolean isPlausible(List<RosterLink> rosters) {
        RosterChain.Relation relation = member.log.chain().compare(rosters);
        return (relation == RosterChain.Relation.SAME || relation == RosterChain.Relation.EXTENDED)
                && member.ballots().isLineage(rosters)
                && (member.isApart() || member.ballots().isNewest(rosters));
    }

    /** The proof that the holder signed a state that is not the log's; null if it was not the holder who signed. */
    PartyMessage.@Nullable Refute refutation() {
        Offer open = offer;
        if (open == null || !open.signer().equals(open.holder().peer())) {
            return null;
        }
        return open.refutation();
    }

    void forget() {
        collected = null;
        parts.clear();
        offer = null;
        jury.forget();
    }

    private boolean install(Offer taken, Runnable whenDurable) {
        JournalBatch rows = new JournalBatch();
        offer = null;
        if (branches.isDoubtful(taken.rosters())) {
            branches.giveUp(taken.rosters());
        }
        if (!member.world().install(taken.world(), taken.name().at(), rows)) {
            return false;
        }
        forget();
        member.counts.add(PartyCounts.Kind.STATES_TAKEN);
        member.log.promise(taken.holder().epoch(), taken.holder().peer(), rows);
        member.log.rebase(taken.name().at(), taken.rosters(), rows);
        member.submit(rows, () -> {
            member.world().installed();
            whenDurable.run();
        });
        return true;
    }
}
