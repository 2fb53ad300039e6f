package worldmesh.authority.party;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import worldmesh.authority.party.PartyMember.Leader;
import worldmesh.authority.party.wire.Head;
import worldmesh.authority.party.wire.PartyMessage;
import worldmesh.authority.party.wire.PartyMessage.Accuse;
import worldmesh.authority.party.wire.PartyMessage.Lead;
import worldmesh.authority.party.wire.PartyMessage.Prepare;
import worldmesh.runtime.identity.PeerId;
import worldmesh.runtime.journal.JournalBatch;

/**
 * The side of everybody but the holder: stores what the holder proposes, says so once it is on disk, fetches what it
 * lacks, and re-runs the rules on every entry before it stores it. Confined to the owner's thread.
 */
final class Following {
    private static final byte[] NO_VOTE = new byte[0];

    private final PartyMember member;
    private final StateTransfer transfer;
    private final StateWitness witness;
    private final StateSources sources;
    private final StandIn standIn;
    private long fetchedAt;
    private boolean fetching;
    private boolean needsState;
    private @Nullable Lead lead;

    /** Whose tail is stored here. */
    private @Nullable PeerId storedOf;

    private final Charges charges;
    private long now;

    Following(PartyMember member, StateTransfer transfer, StateWitness witness) {
        this.member = member;
        this.transfer = transfer;
        this.witness = witness;
        this.sources = new StateSources(member);
        this.standIn = new StandIn(member, transfer);
        this.charges = new Charges(member, witness);
        this.storedOf = member.log.accepted() == member.log.promised() ? member.log.promisedTo() : null;
    }

    /** Follows a holder from here on; {@code state} if the own log is of no use to get to the end of its. */
    void begin(Lead holder, boolean state, long nowNanos) {
        transfer.forget();
        Lead before = lead;
        boolean again = before != null && before.epoch() == holder.epoch();
        if (!again) {
            charges.clear(); // one that introduces itself again has no more time
            sources.begin();
        }
        boolean answerComes = again && fetching && !needsState && !state && nowNanos - fetchedAt < patience();
        lead = holder;
        if (answerComes) {
            return;
        }
        fetching = false;
        needsState = state;
        if (state || member.log.committed().tick() < holder.committed().tick()) {
            fetch(nowNanos);
        } else {
            acknowledge();
        }
    }

    /** How the holder introduced itself. */
    @Nullable Lead lead() {
        return lead;
    }

    /** True if a quorum elected the holder, not its side alone. */
    boolean isElected() {
        Lead followed = lead;
        return followed != null && !member.ballots().isAdopted(followed.grant());
    }

    /** Asks the holder whether it still holds the role. */
    void ask(long nowNanos) {
        Leader leader = member.leader();
        if (leader != null) {
            fetch(leader, leader.peer(), member.log.committed(), nowNanos);
        }
    }

    private void fetch(long nowNanos) {
        fetch(member.log.committed(), nowNanos);
    }

    private void fetch(Head after, long nowNanos) {
        Leader leader = member.leader();
        if (leader != null) {
            fetch(leader, sources.current(leader, needsState), after, nowNanos);
        }
    }

    private void fetch(Leader leader, PeerId from, Head after, long nowNanos) {
        fetching = true;
        fetchedAt = nowNanos;
        member.send(from, new PartyMessage.Fetch(leader.epoch(), after, needsState));
    }

    private long patience() {
        return member.setup.settings().retryMillis() * 1_000_000;
    }

    private void at(long nowNanos) {
        now = nowNanos;
        charges.at(nowNanos);
    }

    void onTime(long nowNanos) {
        at(nowNanos);
        cut();
        if (fetching && nowNanos - fetchedAt >= patience()) {
            lookElsewhere();
            fetch(nowNanos);
        }
        if (charges.onTime(patience())) {
            ask(nowNanos);
        }
    }

    /** A state that the holder does not send, or that nobody believes, may come from another member. */
    private void lookElsewhere() {
        Leader leader = member.leader();
        if (leader != null && sources.onSilence(leader, lead, needsState)) {
            transfer.forget();
        }
    }

    /** The holder can be talked to only now: it is asked at once, whatever it was asked before. */
    void onReach(PeerId peer, long nowNanos) {
        Leader leader = member.leader();
        if (leader != null && member.isLed() && peer.equals(sources.current(leader, needsState))) {
            fetch(nowNanos);
        }
    }

    /**
     * Answers the candidate that an epoch was promised to, and who thinks that this member holds the role still; tells
     * the state in the holder's place, to whom does not get it there.
     */
    void onFetch(PeerId from, PartyMessage.Fetch fetch, boolean stands, long nowNanos) {
        if (fetch.epoch() == member.log.promised() && Objects.equals(member.log.promisedTo(), from)) {
            transfer.onFetch(from, fetch, fetch.epoch());
        } else if (!stands && member.heldBefore(fetch.epoch())) {
            member.send(from, new PartyMessage.Leave(fetch.epoch()));
        } else {
            standIn.onFetch(from, fetch, nowNanos);
        }
    }

    private void cut() {
        JournalBatch rows = member.cut.step();
        if (!rows.isEmpty()) {
            member.submit(rows, () -> {});
        }
    }

    private boolean isKnown(PeerId from, long epoch) {
        Leader leader = member.leader();
        return leader != null && (epoch < leader.epoch() || (epoch == leader.epoch() && from.equals(leader.peer())));
    }

    private void onPrepare(PeerId from, Prepare prepare, long nowNanos) {
        at(nowNanos);
        if (!member.rules().follows(prepare.epoch(), member.log.promised())) {
            member.send(from, new PartyMessage.Nack(member.log.promised()));
            return;
        }
        if (!isKnown(from, prepare.epoch())) {
            member.send(from, new PartyMessage.Fetch(0, member.log.committed(), false)); // who are you?
            return;
        }
        List<Entry> tail = open(prepare.tail());
        if (tail == null) {
            charges.distrust(from, prepare.epoch());
            return;
        }
        if (needsState) {
            return;
        }
        member.ballots().learnRosters(prepare.proofs());
        catchUp(prepare.committed());
        JournalBatch rows = new JournalBatch();
        if (member.log.committed().equals(prepare.committed())) {
            store(from, prepare.epoch(), tail, rows);
            fetching = false;
        } else if (member.log.committed().tick() <= prepare.committed().tick() && !fetching) {
            fetch(nowNanos); // also of as many entries, but others: a holder told this member of a commit that was none
        }
        finish(new Leader(prepare.epoch(), from), rows);
    }

    private @Nullable List<Entry> open(List<byte[]> tail) {
        List<Entry> entries = new ArrayList<>();
        for (byte[] bytes : tail) {
            Entry entry = member.world().open(bytes);
            if (entry == null) {
                return null;
            }
            entries.add(entry);
        }
        return entries;
    }

    /** The own tail is committed as far as the holder's log contains it; a roster once it can be proved here too. */
    private void catchUp(Head committed) {
        List<Entry> tail = member.log.tail();
        for (int i = 0; i < tail.size(); i++) {
            if (tail.get(i).head().equals(committed)) {
                tail.subList(0, i + 1).stream().takeWhile(this::isProven).forEach(this::commit);
            }
        }
    }

    /** A member whose log has a roster in force knows the votes for it: it may be the last that is left to tell. */
    private boolean isProven(Entry entry) {
        return entry.roster() == null || member.ballots().isProven(entry);
    }

    /** One batch for each entry, so that the next is judged over its effects. */
    private void commit(Entry entry) {
        JournalBatch rows = new JournalBatch();
        List<Entry> overruled = member.log.commit(entry, rows);
        member.world().apply(entry, rows);
        member.submit(rows, () -> member.world().applied(entry));
        member.world().submitted(entry);
        witness.onCommitted();
        charges.recheckRefutation();
        if (!overruled.isEmpty()) {
            member.world().dropped(overruled, false);
        }
    }

    /** Stores the holder's tail behind the committed entries, unless it breaks the rules. */
    private void store(PeerId holder, long epoch, List<Entry> tail, JournalBatch rows) {
        if (isStoredFor(holder, epoch) && tail.size() <= member.log.tail().size()) {
            return; // late: behind the same entry a tenure's tail only grows
        }
        Head before = member.log.committed();
        for (Entry entry : tail) {
            if (!entry.follows(before)) {
                return;
            }
            boolean first = before.equals(member.log.committed());
            boolean stored =
                    member.log.tail().stream().anyMatch(old -> old.head().equals(entry.head()));
            if (first && !stored && !charges.isStorable(holder, epoch, entry)) {
                return;
            }
            charges.clear();
            before = entry.head();
        }
        storedOf = holder;
        List<Entry> overruled = member.log.accept(epoch, tail, rows);
        if (!overruled.isEmpty()) {
            member.world().dropped(overruled, false);
        }
    }

    /** An adopting side's holder may have another's epoch: one holder's tail is not the other's. */
    private boolean isStoredFor(PeerId holder, long epoch) {
        return member.log.accepted() == epoch && storedOf != null && storedOf.equals(holder);
    }

    private void finish(Leader to, JournalBatch rows) {
        PartyMessage.Ack ack = ack(to);
        member.submit(rows, () -> member.send(to.peer(), ack));
        charges.recheckEvidence();
    }

    /** Tells the holder how far the log goes, once everything submitted so far is on disk. */
    void acknowledge() {
        Leader leader = member.leader();
        if (leader != null && !leader.peer().equals(member.self())) {
            finish(leader, new JournalBatch());
        }
    }

    /** The last committed entry if it makes a roster: a new holder may not know yet that it is in force. */
    private @Nullable Entry committedRoster() {
        byte[] made = member.log.madeRoster();
        return made == null ? null : member.world().open(made);
    }

    private PartyMessage.Ack ack(Leader to) {
        List<Entry> tail = isStoredFor(to.peer(), to.epoch()) ? member.log.tail() : List.of();
        Head last = Entry.last(tail, member.log.committed());
        Entry end = tail.isEmpty() ? committedRoster() : tail.get(tail.size() - 1);
        byte[] vote =
                end == null || end.roster() == null ? NO_VOTE : member.ballots().voteRoster(end);
        boolean ready = !needsState && member.world().ready();
        return new PartyMessage.Ack(to.epoch(), last, member.log.committed(), ready, vote);
    }

    void onEntries(PeerId from, PartyMessage.Entries message, long nowNanos) {
        if (needsState || !isKnown(from, message.epoch()) || !message.after().equals(member.log.committed())) {
            return;
        }
        at(nowNanos);
        List<Entry> entries = openAll(message.entries());
        Head before = member.log.committed();
        Head end = Entry.last(entries, before);
        boolean more = !end.equals(before) && end.tick() < message.committed().tick();
        if (more) {
            fetch(end, nowNanos); // the next ones come while these are judged
        }
        member.world().foresee(entries);
        append(from, message, entries);
        Head reached = member.log.committed();
        fetching = reached.tick() < message.committed().tick();
        finish(new Leader(message.epoch(), from), new JournalBatch());
        if (fetching && !reached.equals(before) && !reached.equals(end)) {
            fetch(nowNanos);
        }
    }

    /** Takes committed entries from a voter. */
    void takeOver(PeerId from, PartyMessage.Entries message) {
        append(from, message, openAll(message.entries()));
    }

    /** None if one of them cannot be read. */
    private List<Entry> openAll(List<byte[]> bytes) {
        List<Entry> entries = open(bytes);
        return entries == null ? List.of() : entries;
    }

    private void append(PeerId from, PartyMessage.Entries message, List<Entry> entries) {
        member.ballots().learnRosters(message.proofs());
        for (Entry entry : entries) {
            boolean next = entry.follows(member.log.committed());
            if (next && member.isLedBy(from, message.epoch()) && member.world().isOvertaken(entry)) {
                needsState = true; // only the whole can be judged, by those who vouch for it
                fetch(now);
                break;
            }
            if (!next || !charges.isStorable(from, message.epoch(), entry)) {
                break;
            }
            if (!isProven(entry)) {
                charges.distrust(from, message.epoch());
                break;
            }
            charges.clear();
            commit(entry);
        }
    }

    /** Takes what holders and others say of the log and of states; false if the message is about something else. */
    boolean onMessage(PeerId from, PartyMessage message, long nowNanos) {
        at(nowNanos);
        if (message instanceof Prepare prepare) {
            onPrepare(from, prepare, nowNanos);
        } else if (message instanceof Accuse accuse) {
            charges.onAccuse(accuse);
        } else if (message instanceof PartyMessage.StatePart part) {
            onPart(from, part);
        } else if (message instanceof PartyMessage.Vouch vouch) {
            onVouch(from, vouch);
        } else if (message instanceof PartyMessage.Witness asked) {
            if (member.isLedBy(from, asked.epoch()) || standIn.isSummons(from, asked.epoch(), nowNanos)) {
                witness.onWitness(asked);
            }
        } else if (message instanceof PartyMessage.Refute refute) {
            charges.onRefute(refute);
        } else if (message instanceof PartyMessage.Settled settled) {
            if (member.isLedBy(from, settled.epoch())) {
                member.cut.settle(settled.at());
            }
        } else {
            return false;
        }
        return true;
    }

    private void onPart(PeerId from, PartyMessage.StatePart part) {
        Leader leader = member.leader();
        boolean asked =
                leader != null && part.epoch() == leader.epoch() && from.equals(sources.current(leader, needsState));
        if (leader == null || !asked || !fetching) {
            return;
        }
        if (!needsState && part.at().tick() <= member.log.committed().tick()) {
            return; // late: what was committed here is never given back
        }
        fetchedAt = now;
        onProgress(leader, transfer.onPart(leader, from, part, this::acknowledge));
    }

    private void onVouch(PeerId from, PartyMessage.Vouch vouch) {
        Leader leader = member.leader();
        if (leader != null && vouch.epoch() == leader.epoch() && fetching) {
            onProgress(leader, transfer.onVouch(from, vouch, this::acknowledge));
        }
    }

    private void onProgress(Leader leader, StateTransfer.Progress progress) {
        if (progress == StateTransfer.Progress.TAKEN) {
            fetching = false;
            needsState = false;
            sources.begin();
            charges.clear();
        } else if (progress == StateTransfer.Progress.REFUTED) {
            PartyMessage.Refute refutation = transfer.refutation();
            transfer.forget();
            if (refutation != null) {
                charges.accuse(leader.peer(), leader.epoch(), refutation);
            } else {
                sources.skip(leader, lead);
            }
        }
    }
}
