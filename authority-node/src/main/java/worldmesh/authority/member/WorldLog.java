package worldmesh.authority.member;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import worldmesh.authority.admit.AnswerWindow;
import worldmesh.authority.admit.Consent;
import worldmesh.authority.admit.ExactlyOnce;
import worldmesh.authority.audit.Mismatch;
import worldmesh.authority.audit.RulesAudit;
import worldmesh.authority.party.Entry;
import worldmesh.authority.party.PartyWorld;
import worldmesh.authority.party.Standing;
import worldmesh.authority.party.wire.Head;
import worldmesh.authority.party.wire.PartyRoster;
import worldmesh.authority.party.wire.RosterLink;
import worldmesh.authority.row.History;
import worldmesh.authority.row.RowDraft;
import worldmesh.authority.tick.CutEntry;
import worldmesh.authority.tick.Decided;
import worldmesh.authority.tick.LogEntry;
import worldmesh.authority.tick.RosterEntry;
import worldmesh.authority.tick.TickLog;
import worldmesh.peer.port.AuthorityContext;
import worldmesh.runtime.identity.PeerId;
import worldmesh.runtime.identity.PublicKey;
import worldmesh.runtime.journal.JournalBatch;
import worldmesh.world.command.CommandEnvelope;
import worldmesh.world.command.Receipt;
import worldmesh.world.delta.SignedBatch;
import worldmesh.world.hash.Hash;
import worldmesh.world.replica.Replica;
import worldmesh.world.trust.Claim;
import worldmesh.world.trust.Grant;
import worldmesh.world.trust.KnownProofs;
import worldmesh.world.trust.Proof;
import worldmesh.world.trust.Roster;

/**
 * What the log of the party does to this peer's world: an entry that is committed changes books, answers and history
 * in one batch of rows; one that was proposed here and overruled is rolled back. Confined to the owner's thread.
 */
public final class WorldLog implements PartyWorld {
    private static final Logger log = LoggerFactory.getLogger(WorldLog.class);

    private final AuthorityContext context;
    private final History history;
    private final ExactlyOnce answers;
    private final Voters voters;
    private final EntryReader reader;
    private final StateRows state;
    private final KeptCommands kept;
    private final Consent consent;
    private final CutLog cuts;
    private final MemberListener listener;
    private final LogNotices notices;

    /** What entries change in the rows, from when they are judged or audited until they are committed. */
    private final Map<Hash, RowDraft> drafts = new HashMap<>();

    /** Entries made here whose effects the replica shows and that are not durable yet. */
    private final Map<Hash, LogEntry> undecided = new LinkedHashMap<>();

    /** Committed batches that were handed to the replica and that it may hold back, for their stamp or a proof. */
    private final List<SignedBatch> awaited = new ArrayList<>();

    /** Commands of the branch that is being given up whose entries are not here. */
    private final List<CommandEnvelope> again = new ArrayList<>();

    private java.util.function.@Nullable Supplier<RosterLink> roster;
    private long worldMillis;
    private long differingReads;

    /** True if the state that is being taken over does not rest on all that the replica shows. */
    private boolean foreign;

    /** The log over the context's store. */
    public WorldLog(
            AuthorityContext context, ExactlyOnce answers, Voters voters, Consent consent, MemberListener listener) {
        if (!(context.store() instanceof History rows)) {
            throw new IllegalStateException("the authority needs the store of worldmesh-authority-node, got "
                    + context.store().getClass().getName());
        }
        this.context = context;
        this.history = rows;
        this.answers = answers;
        this.voters = voters;
        this.consent = consent;
        consent.loggedAnew(AnswerWindow.newestMillis(context.store().journal()));
        this.reader = new EntryReader(context);
        this.state =
                new StateRows(context.store().journal(), context.replica().get().schema());
        this.kept = new KeptCommands(context.store().journal());
        this.cuts = new CutLog(context);
        this.listener = listener;
        this.notices = new LogNotices(context.out());
    }

    /** Tells which roster is in force. */
    public void rosterBy(java.util.function.Supplier<RosterLink> inForce) {
        roster = inForce;
    }

    /** Tells the log world time. */
    public void at(long millis) {
        worldMillis = millis;
        consent.at(millis);
    }

    private byte @Nullable [] row(byte[] key) {
        return context.store().journal().get(key);
    }

    private Replica replica() {
        return context.replica().get();
    }

    /** What was met that nobody can prove, by the noun and the participle of the metric. */
    public SortedMap<String, Long> counts() {
        SortedMap<String, Long> counts = new TreeMap<>(
                Map.of("reads_differing", differingReads, "states_contradicted", state.isContradicted() ? 1L : 0L));
        cuts.count(counts);
        reader.count(counts);
        return counts;
    }

    /** True if nothing this peer proposed waits for its decision. */
    public boolean isSettled() {
        return undecided.isEmpty();
    }

    /** An entry that was judged here: the replica shows its effects already, the draft has the rest. */
    public Entry sealed(LogEntry entry, byte[] bytes, RowDraft rows) {
        Hash hash = Hash.of(bytes);
        Head head = new Head(entry.header().epoch(), entry.header().tick(), hash);
        Entry made = new Entry(head, entry.previous(), null, bytes);
        reader.keep(made, entry);
        drafts.put(hash, rows);
        undecided.put(hash, entry);
        return made;
    }

    /** Rule of the party: a tenure's batch outside the log counts for nothing. */
    public boolean admits(SignedBatch batch) {
        KnownProofs proofs = replica().knownProofs();
        if (proofs.peerOf(batch.replica()) == null) {
            return false;
        }
        boolean here = replica().vector(batch.sector()).last(batch.replica()) >= batch.sequence();
        return !proofs.isTenure(batch.replica()) || here || state.covers(batch);
    }

    /** An ownership given by right of a grant is learned from the tenure's batch, which the log carries. */
    public boolean admits(Proof proof) {
        boolean granted = proof instanceof Claim claim && claim.grant() != null;
        return !granted || replica().knownProofs().knows(proof.id()) || state.covers(proof.id());
    }

    @Override
    public void send(PeerId to, byte[] message) {
        Fragments.cut(message, piece -> context.out().send(to, piece));
    }

    @Override
    public @Nullable Entry open(byte[] bytes) {
        return reader.open(bytes);
    }

    @Override
    public void foresee(List<Entry> entries) {
        reader.foresee(entries, consent);
    }

    @Override
    public boolean knows(PeerId peer) {
        return voters.key(peer) != null;
    }

    StateRows state() {
        return state;
    }

    /** The cuts that the log names. */
    CutLog cuts() {
        return cuts;
    }

    private @Nullable Roster rosterInForce() {
        return roster == null ? null : voters.roster(roster.get());
    }

    @Override
    public byte[] writeRoster(long epoch, Head before, PartyRoster next) {
        Roster inForce = rosterInForce();
        List<PublicKey> keys = new ArrayList<>();
        for (PeerId peer : next.members()) {
            PublicKey key = voters.key(peer);
            if (key != null) {
                keys.add(key);
            }
        }
        if (inForce == null || keys.size() != next.members().size()) {
            throw new IllegalStateException("a roster of members whose keys are not known");
        }
        var place = new RosterEntry.Place(replica().manifest().worldId(), epoch, before.tick() + 1, worldMillis);
        Roster made = inForce.next(keys, next.adopted());
        return RosterEntry.sign(before.hash(), place, made, context.signer()).encode();
    }

    @Override
    public Finding audit(Entry entry) {
        if (undecided.containsKey(entry.head().hash())) {
            return Finding.SOUND; // judged here, and the draft of it must stay
        }
        if (!undecided.isEmpty()) {
            // Whoever proposes something else in this place was elected without what waits here.
            rollBack(List.of());
        }
        RosterEntry made = entry.roster() == null ? null : RosterEntry.decode(entry.bytes());
        if (made != null) {
            return audit(made);
        }
        if (CutEntry.isOne(entry.bytes())) {
            return cuts.audit(entry, consent, roster);
        }
        return auditCommands(entry);
    }

    @Override
    public boolean isOvertaken(Entry entry) {
        return !undecided.containsKey(entry.head().hash()) && reader.isShown(entry);
    }

    private Finding auditCommands(Entry entry) {
        LogEntry commands = reader.commands(entry);
        if (commands == null || !ready() || !isCaughtUp()) {
            log.debug(
                    "authority.entry.waits tick={} lacking={} awaited={}",
                    entry.head().tick(),
                    state.lacking(),
                    awaited);
            return Finding.UNKNOWN;
        }
        Grant grant = reader.grant(entry, commands);
        boolean ahead = consent.isAhead(commands.header().worldMillis());
        if (grant == null || ahead || !reader.isOfTenure(commands, grant)) {
            return Finding.UNPROVEN;
        }
        RowDraft books = new RowDraft(this::row);
        RulesAudit rules = new RulesAudit(replica(), this::row, context.rules(), consent);
        Mismatch mismatch = rules.check(commands, grant, books);
        differingReads += rules.differing();
        if (mismatch != null) {
            log.warn(
                    "authority.entry.refused epoch={} tick={} command={} cause={}",
                    commands.header().epoch(),
                    commands.header().tick(),
                    mismatch.index(),
                    mismatch.what());
            return Finding.BROKEN;
        }
        drafts.put(entry.head().hash(), books);
        return Finding.SOUND;
    }

    private Finding audit(RosterEntry made) {
        Roster inForce = rosterInForce();
        if (inForce == null) {
            return Finding.UNKNOWN;
        }
        return inForce.id().equals(made.roster().previous()) ? Finding.SOUND : Finding.UNPROVEN;
    }

    /** Only a replica that shows all that is committed can tell whether the next entry keeps the rules. */
    private boolean isCaughtUp() {
        awaited.removeIf(batch -> replica().vector(batch.sector()).last(batch.replica()) >= batch.sequence());
        return awaited.isEmpty();
    }

    /** True once this member could submit the accepted command again, should its log be given up. */
    boolean keeps(CommandEnvelope command, Receipt receipt) {
        return kept.keeps(command, receipt, answers);
    }

    @Override
    public void apply(Entry entry, JournalBatch rows) {
        kept.onSubmitted(entry.head());
        LogEntry commands = reader.commands(entry);
        RowDraft draft = drafts.remove(entry.head().hash());
        if (commands == null) {
            draft = new RowDraft(this::row);
            TickLog.advance(draft, entry.head().hash(), entry.head().tick(), 0);
            draft.addTo(rows);
            Roster alone = voters.ownRoster(entry);
            if (alone != null) {
                history.draft(alone, rows);
            }
            cuts.apply(entry, rows);
            return;
        }
        consent.logged(commands.header().worldMillis());
        boolean own = undecided.containsKey(entry.head().hash());
        if (draft == null) {
            draft = booksOf(entry, commands);
        }
        if (!own) {
            listener.judgedElsewhere(commands);
            TickLog.advance(
                    draft,
                    entry.head().hash(),
                    entry.head().tick(),
                    commands.decided().size());
        }
        for (Receipt receipt : commands.receipts()) {
            answers.remember(receipt.command(), receipt, draft);
        }
        draft.addTo(rows);
        history.draft(commands.batches(), rows);
        state.advance(commands.batches(), rows);
    }

    @Override
    public void submitted(Entry entry) {
        LogEntry commands = reader.commands(entry);
        if (commands != null && !undecided.containsKey(entry.head().hash())) {
            context.out().publish(commands.batches());
            awaited.addAll(commands.batches());
            isCaughtUp();
        }
    }

    /** An entry that was audited before a restart. */
    private RowDraft booksOf(Entry entry, LogEntry commands) {
        RowDraft books = new RowDraft(this::row);
        Grant grant = reader.grant(entry, commands);
        if (grant != null) {
            new RulesAudit(replica(), this::row, context.rules(), consent).checkDecisions(commands, grant, books);
        }
        return books;
    }

    @Override
    public void applied(Entry entry) {
        kept.onDurable(entry.head());
        PartyRoster next = entry.roster();
        if (next != null && next.adopted()) {
            notices.adopted(next);
        }
        LogEntry commands = reader.commands(entry);
        if (commands == null) {
            return;
        }
        if (undecided.remove(entry.head().hash()) != null) {
            replica().tenure().confirm(commands.batches());
            if (!commands.batches().isEmpty()) {
                context.out().publish(commands.batches());
            }
        }
        listener.decided(commands);
    }

    @Override
    public void remember(List<Entry> lost, Head fork) {
        again.addAll(kept.release(fork.tick(), context.store()));
        PeerId self = context.signer().peer();
        for (Entry entry : lost) {
            LogEntry commands = reader.commands(entry);
            List<Decided> decided = commands == null ? List.of() : commands.decided();
            decided.stream()
                    .map(Decided::envelope)
                    .filter(envelope -> envelope.id().player().equals(self))
                    .forEach(envelope -> context.store().keepWish(envelope, () -> {}));
        }
    }

    @Override
    public void dropped(List<Entry> entries, boolean committed) {
        List<CommandEnvelope> lost = new ArrayList<>(again);
        again.clear();
        JournalBatch rows = new JournalBatch();
        boolean own = false;
        for (Entry entry : entries) {
            drafts.remove(entry.head().hash());
            own |= undecided.containsKey(entry.head().hash());
            LogEntry commands = reader.commands(entry);
            if (commands != null) {
                commands.decided().stream().map(Decided::envelope).forEach(lost::add);
                history.retract(commands.batches(), rows);
                LedgerTrail.forget(commands, rows);
            }
        }
        if (committed) {
            context.store().journal().submit(rows, () -> {});
            notices.forked(context.signer().peer(), lost.size());
        }
        if (committed || own) {
            rollBack(lost);
        }
    }

    @Override
    public void forget(byte[] entry, JournalBatch rows) {
        LogEntry commands = LogEntry.decode(entry);
        if (commands != null) {
            LedgerTrail.forget(commands, rows);
        }
    }

    private void rollBack(List<CommandEnvelope> lost) {
        List<CommandEnvelope> all = new ArrayList<>(lost);
        for (LogEntry entry : undecided.values()) {
            entry.decided().stream().map(Decided::envelope).forEach(all::add);
        }
        undecided.clear();
        awaited.clear();
        listener.voided();
        context.out().rollback(all);
        state.lookAgain();
    }

    @Override
    public void elected(long epoch, byte[] grant, JournalBatch rows) {
        Voters.Credentials credentials = Voters.Credentials.decode(grant);
        if (credentials == null) {
            throw new IllegalStateException("the own grant cannot be read");
        }
        voters.learn(credentials.grant());
        voters.learn(credentials.certificate());
    }

    @Override
    public void stands(Standing standing) {
        PeerId holder = standing.holder();
        log.info(
                "party.stands role={} epoch={} holder={} roster={}",
                standing.role(),
                standing.epoch(),
                holder == null ? "none" : holder.brief(),
                standing.roster().stream().map(PeerId::brief).toList());
        listener.stands(standing);
    }

    @Override
    public byte[] capture() {
        return state.capture();
    }

    @Override
    public boolean install(byte[] taken, Head at, JournalBatch rows) {
        drafts.clear();
        awaited.clear();
        if (!state.install(taken, rows)) {
            return false;
        }
        kept.onInstall();
        boolean uncut = cuts.unfoldForeign(history, rows);
        foreign = state.retractForeign(replica(), history, rows) || uncut;
        return true;
    }

    @Override
    public void installed() {
        kept.onInstalled();
        consent.loggedAnew(AnswerWindow.newestMillis(context.store().journal()));
        if (foreign) {
            foreign = false;
            rollBack(List.of());
        } else {
            listener.voided();
        }
    }

    @Override
    public boolean ready() {
        return state.isCovered(replica());
    }

    @Override
    public void pending(PeerId from, boolean begun, byte[] envelope) {
        listener.pending(from, begun, envelope);
    }

    @Override
    public void unserved(PeerId holder, int asked) {
        notices.unserved(holder, asked);
    }

    @Override
    public void deposed(PeerId holder, long epoch) {
        notices.deposed(holder, epoch);
    }
}
