package worldmesh.authority.party;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import worldmesh.authority.party.wire.Head;
import worldmesh.authority.party.wire.PartyMessage;
import worldmesh.authority.party.wire.PartyMessage.Ack;
import worldmesh.authority.party.wire.PartyRoster;
import worldmesh.runtime.identity.PeerId;
import worldmesh.runtime.journal.JournalBatch;

/**
 * The holder's side: proposes one entry at a time, counts the disks it is on, commits it, and lets the roster follow
 * the view. Ends when a higher epoch shows up. Confined to the owner's thread.
 */
final class Tenure {
    /** A newcomer on the way through the log counts as caught up: its vote still takes the whole log on its disk. */
    private static final int READY_TICKS_BEHIND = 8;

    /**
     * After an election, after the entries that it found and after each roster commands go first, for a few round trips
     * and turns of everybody.
     */
    private static final long ROSTER_PAUSE_NANOS = 200_000_000;

    private final PartyMember member;
    private final long epoch;
    private final byte[] grant;
    private final @Nullable PartyRoster adoptedFrom;
    private final StateTransfer transfer;
    private final Map<PeerId, Ack> acks = new LinkedHashMap<>();
    private final Map<PeerId, Long> sentAt = new LinkedHashMap<>();

    /** The end of the own log on the own disk. */
    private Head stored = Head.NONE;

    /** The end of the committed log on the own disk: who leaves must know later that it left. */
    private Head landed = Head.NONE;

    /** True once the tail that was found is on the own disk: nothing is proposed or committed before. */
    private boolean begun;

    /** No roster that can wait is proposed before. */
    private long rosterAtNanos;

    private boolean ended;
    private boolean leaving;

    Tenure(PartyMember member, Candidacy.Won won, StateTransfer transfer) {
        this.member = member;
        this.epoch = won.epoch();
        this.grant = won.grant();
        this.adoptedFrom = won.adopted() ? member.log.roster() : null;
        this.transfer = transfer;
    }

    long epoch() {
        return epoch;
    }

    void end() {
        ended = true;
    }

    /** Tells everybody who holds the role, and proposes the tail that was found, all of which is stored here. */
    void begin(long nowNanos) {
        begun = true;
        stored = member.log.last();
        landed = member.log.committed();
        rosterAtNanos = nowNanos + ROSTER_PAUSE_NANOS;
        introduce(nowNanos);
        sendLog(nowNanos);
        commitWhatHolds(nowNanos);
        planRoster(nowNanos);
    }

    private void introduce(long nowNanos) {
        for (PeerId peer : member.view()) {
            introduce(peer, nowNanos);
        }
    }

    void introduce(PeerId peer, long nowNanos) {
        if (!peer.equals(member.self())) {
            member.send(
                    peer, new PartyMessage.Lead(epoch, grant, member.log.chain().told(), member.log.committed()));
            sentAt.put(peer, nowNanos);
        }
    }

    void onView(long nowNanos) {
        acks.keySet().retainAll(member.view());
        sentAt.keySet().retainAll(member.view());
        introduce(nowNanos);
        commitWhatHolds(nowNanos);
        planRoster(nowNanos);
    }

    /** True while this side can commit commands or make a roster that can. */
    boolean hasQuorum() {
        return isAdopting() || member.hasQuorum();
    }

    /** True if a quorum elected this holder and is with it. */
    boolean isElected() {
        return !isAdopting() && member.hasQuorum();
    }

    /** True until the roster that the side adopts is in force. */
    private boolean isAdopting() {
        return adoptedFrom != null && adoptedFrom.equals(member.log.roster());
    }

    /** True if an entry of commands may be proposed: nothing waits, and it could be committed. */
    boolean mayPropose() {
        return begun
                && !ended
                && !leaving
                && member.log.tail().isEmpty()
                && member.rules().commits(member.log.roster(), new LinkedHashSet<>(member.present()));
    }

    /** Proposes an entry right after the log's end; {@code mayPropose} held. */
    void propose(Entry entry, long nowNanos) {
        List<Entry> tail = new ArrayList<>(member.log.tail());
        JournalBatch rows = new JournalBatch();
        if (tail.isEmpty() && holds(entry, Set.of(member.self()))) {
            member.log.commitAlone(entry, rows);
            member.world().apply(entry, rows);
            member.submit(rows, () -> onCommittedAlone(entry, nowNanos));
            return;
        }
        tail.add(entry);
        member.log.accept(epoch, tail, rows);
        member.submit(rows, () -> onStored(entry.head(), nowNanos));
        sendLog(nowNanos);
    }

    private void onCommittedAlone(Entry entry, long nowNanos) {
        if (!member.log.tail().contains(entry)) {
            return; // the branch was given up meanwhile, and these rows with it
        }
        stored = entry.head();
        landed = stored;
        member.log.advance(entry);
        member.world().applied(entry);
        transfer.onLanded();
        if (entry.roster() != null) {
            chosen(entry, Set.of(member.self()), nowNanos); // in force, whoever holds the role by now
        }
        if (!ended) {
            if (entry.roster() != null) {
                introduce(nowNanos);
            }
            sendLog(nowNanos);
            planRoster(nowNanos);
        }
    }

    private void onStored(Head head, long nowNanos) {
        if (!ended) {
            stored = head;
            commitWhatHolds(nowNanos);
        }
    }

    void onAck(PeerId from, Ack ack, long nowNanos) {
        if (ack.epoch() != epoch) {
            return;
        }
        Ack before = acks.get(from);
        if (before != null
                && before.last().tick() > ack.last().tick()
                && before.committed().tick() > ack.committed().tick()) {
            return;
        }
        acks.put(from, ack);
        commitWhatHolds(nowNanos);
        planRoster(nowNanos);
    }

    /** A roster needs the votes of those disks too: nobody believes in it without, or in whom it elects. */
    private boolean holds(Entry entry, Set<PeerId> disks) {
        PartyRoster next = entry.roster();
        PartyRoster roster = member.log.roster();
        return next == null
                ? member.rules().commits(roster, disks)
                : member.rules().commits(roster, next, disks) && isProven(entry, disks);
    }

    private boolean isProven(Entry entry, Set<PeerId> disks) {
        return member.ballots().isProven(entry) || member.ballots().isChosen(entry, votes(entry, disks));
    }

    private SortedMap<PeerId, byte[]> votes(Entry entry, Set<PeerId> disks) {
        SortedMap<PeerId, byte[]> votes = new TreeMap<>();
        for (PeerId peer : disks) {
            Ack ack = acks.get(peer);
            if (peer.equals(member.self())) {
                votes.put(peer, member.ballots().voteRoster(entry));
            } else if (ack != null) {
                votes.put(peer, ack.vote());
            }
        }
        return votes;
    }

    /** The disks that have the tail up to one of its entries. */
    private Set<PeerId> disksOf(List<Entry> tail, int index) {
        Set<PeerId> disks = new LinkedHashSet<>();
        for (Entry entry : tail.subList(index, tail.size())) {
            if (entry.head().equals(stored)) {
                disks.add(member.self());
            }
            acks.forEach((peer, ack) -> {
                boolean stores =
                        ack.last().equals(entry.head()) || ack.committed().equals(entry.head());
                if (stores && !member.isAccused(peer)) {
                    disks.add(peer);
                }
            });
        }
        return disks;
    }

    /** A roster that is in force commits the commands before it: they are on the same disks. */
    private void commitWhatHolds(long nowNanos) {
        List<Entry> tail = member.log.tail();
        int committed = 0;
        for (int i = 0; i < tail.size(); i++) {
            if (holds(tail.get(i), disksOf(tail, i))) {
                committed = i + 1;
            }
        }
        if (committed == 0 || ended || !begun) {
            return;
        }
        List<Entry> done = tail.subList(0, committed);
        done.forEach(entry -> commit(entry, nowNanos));
        sendLog(nowNanos);
        if (done.stream().anyMatch(entry -> entry.roster() != null)) {
            introduce(nowNanos);
        }
    }

    /** One batch for each entry: the next counts on from where this one leaves the rows. */
    private void commit(Entry entry, long nowNanos) {
        if (entry.head().epoch() < epoch) {
            rosterAtNanos = nowNanos + ROSTER_PAUSE_NANOS; // commands could not go before what the election found
        }
        if (entry.roster() != null) {
            chosen(entry, disksOf(List.of(entry), 0), nowNanos);
        }
        JournalBatch rows = new JournalBatch();
        member.log.commit(entry, rows);
        member.world().apply(entry, rows);
        member.submit(rows, () -> {
            landed = entry.head();
            member.world().applied(entry);
            if (!ended) {
                planRoster(nowNanos);
            }
        });
        member.world().submitted(entry);
    }

    private void chosen(Entry entry, Set<PeerId> disks, long nowNanos) {
        rosterAtNanos = nowNanos + ROSTER_PAUSE_NANOS;
        if (!member.ballots().isProven(entry)) {
            member.ballots().rosterChosen(entry, votes(entry, disks));
        }
    }

    private void sendLog(long nowNanos) {
        for (PeerId peer : member.present()) {
            sendLog(peer, nowNanos);
        }
    }

    private void sendLog(PeerId peer, long nowNanos) {
        if (!peer.equals(member.self())) {
            List<byte[]> tail = member.log.tail().stream().map(Entry::bytes).toList();
            byte[] made = member.log.madeRoster();
            List<byte[]> proofs = made == null ? List.of() : member.ballots().rosterProofs(List.of(made));
            member.send(peer, new PartyMessage.Prepare(epoch, member.log.committed(), tail, proofs));
            sentAt.put(peer, nowNanos);
        }
    }

    /** Tells everybody, now and then, up to which entry all of the roster have the log. */
    private void settle() {
        if (!begun || ended || !member.cut.isDue()) {
            return;
        }
        PartyRoster next = member.log.pendingRoster();
        Set<PeerId> roster = new LinkedHashSet<>(member.log.roster().members());
        roster.addAll(next == null ? List.of() : next.members());
        roster.remove(member.self());
        long tick = member.log.committed().tick();
        for (PeerId peer : roster) {
            Ack ack = acks.get(peer);
            tick = ack == null ? 0 : Math.min(tick, ack.committed().tick());
        }
        Head all = member.log.at(tick);
        if (all != null && member.cut.settle(all)) {
            member.sendAll(new PartyMessage.Settled(epoch, all));
        }
    }

    /** Sends again what was not acknowledged in time, and itself to whom has not answered at all. */
    void onTime(long nowNanos) {
        long patience = member.setup.settings().resendMillis() * 1_000_000;
        for (PeerId peer : member.present()) {
            if (peer.equals(member.self()) || isCurrent(peer) || nowNanos - sentAt.getOrDefault(peer, 0L) < patience) {
                continue;
            }
            if (acks.containsKey(peer)) {
                sendLog(peer, nowNanos);
            } else {
                introduce(peer, nowNanos);
            }
        }
        settle();
        planRoster(nowNanos);
    }

    private boolean isCurrent(PeerId peer) {
        Ack ack = acks.get(peer);
        return ack != null
                && ack.ready()
                && ack.last().equals(member.log.last())
                && ack.committed().equals(member.log.committed());
    }

    void onFetch(PeerId from, PartyMessage.Fetch fetch, long nowNanos) {
        if (fetch.epoch() != epoch) {
            introduce(from, nowNanos);
            return;
        }
        if (member.log.tail().stream().anyMatch(entry -> entry.head().equals(fetch.after()))) {
            sendLog(from, nowNanos); // it knows of its commit already, and says so with its next word
            return;
        }
        sentAt.put(from, nowNanos);
        transfer.onFetch(from, fetch, epoch);
    }

    /** Lets the roster follow the view: those who left go, newcomers come once they have everything. */
    private void planRoster(long nowNanos) {
        PartyRoster roster = member.log.roster();
        List<PeerId> members = nextMembers(roster);
        boolean acts = begun && !ended;
        boolean wanted = !members.isEmpty() && !members.equals(roster.members());
        if (!acts || !wanted || member.log.pendingRoster() != null || mayWait(nowNanos)) {
            return;
        }
        boolean adopted = !member.hasQuorum();
        if (adopted && !isAdopting()) {
            return;
        }
        if (!member.ballots().isLineage(List.of(member.log.chain().last()))) {
            return; // nobody could be shown why this member may change a roster
        }
        PartyRoster next = new PartyRoster(roster.number() + 1, adopted, members);
        Entry entry = member.world().open(member.world().writeRoster(epoch, member.log.last(), next));
        if (entry != null) {
            propose(entry, nowNanos);
        }
    }

    /** True if commands go first: they can be committed without the next roster, which may go with them. */
    private boolean mayWait(long nowNanos) {
        List<Entry> tail = member.log.tail();
        boolean free = tail.isEmpty() && nowNanos < rosterAtNanos;
        boolean found = tail.stream().anyMatch(entry -> entry.head().epoch() < epoch);
        return (free || found)
                && adoptedFrom == null
                && !leaving
                && member.rules().commits(member.log.roster(), new LinkedHashSet<>(member.present()));
    }

    /**
     * An own roster that can never be committed, since those it would need have gone meanwhile; null if there is none.
     * Nobody but this tenure could have committed it.
     */
    @Nullable Head impossible() {
        PartyRoster next = member.log.pendingRoster();
        Head at = member.log.last();
        if (ended || next == null || at.epoch() != epoch || !member.hasQuorum()) {
            return null;
        }
        return next.hasMajority(member.present()) ? null : at;
    }

    /**
     * Gives the role away: proposes a roster without this member. False once a majority of that roster and the own disk
     * know that it is in force, with its proof, or if there is nobody to give it to.
     */
    boolean handsOver(long nowNanos) {
        leaving = true;
        planRoster(nowNanos);
        PartyRoster roster = member.log.roster();
        if (!ended && roster.members().contains(member.self())) {
            return member.log.pendingRoster() != null && hasQuorum();
        }
        List<PeerId> knowing = new ArrayList<>();
        acks.forEach((peer, ack) -> {
            if (ack.committed().equals(member.log.committed())) {
                knowing.add(peer);
            }
        });
        return !ended && !(roster.hasMajority(knowing) && landed.equals(member.log.committed()));
    }

    private List<PeerId> nextMembers(PartyRoster roster) {
        List<PeerId> present = member.present();
        Set<PeerId> next = new LinkedHashSet<>();
        if (!leaving) {
            next.add(member.self());
        }
        roster.members().stream().filter(present::contains).forEach(next::add);
        present.stream().filter(this::isReady).forEach(next::add);
        if (leaving) {
            next.remove(member.self());
        }
        return List.copyOf(next);
    }

    private boolean isReady(PeerId peer) {
        Ack ack = acks.get(peer);
        return ack != null
                && ack.ready()
                && member.world().knows(peer)
                && (ack.committed().tick() > 0 || member.log.committed().tick() == 0)
                && member.log.mayContain(ack.committed())
                && ack.committed().tick() >= member.log.committed().tick() - READY_TICKS_BEHIND;
    }
}
