package worldmesh.authority.party;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import worldmesh.authority.party.wire.Head;
import worldmesh.authority.party.wire.PartyCodec;
import worldmesh.authority.party.wire.PartyMessage;
import worldmesh.authority.party.wire.PartyRoster;
import worldmesh.authority.party.wire.RosterLink;
import worldmesh.runtime.identity.PeerId;
import worldmesh.runtime.journal.JournalBatch;

/** What one member knows, shared by the parts of its role. Confined to the owner's thread. */
final class PartyMember {
    /** Epochs one message may be ahead: more is an attempt to use them up. */
    private static final long EPOCHS_AHEAD_MAX = 1_000_000;

    final PartySetup setup;
    final PartyLog log;
    final LogCut cut;
    final PartyCounts counts = new PartyCounts();
    final EarlyWords early = new EarlyWords();
    final Distrust distrust = new Distrust();
    private final Set<PeerId> left = new LinkedHashSet<>();
    private List<PeerId> view = List.of();
    private long highestSeen;
    private boolean opening;
    private boolean adopting;
    private boolean apart;

    private boolean wasLed;
    private @Nullable Leader leader;

    /** Whom this member follows. */
    record Leader(long epoch, PeerId peer) {}

    PartyMember(PartySetup setup) {
        this.setup = setup;
        RosterLink founding = new RosterLink(PartyRoster.founding(setup.founder()), Head.NONE);
        this.log = new PartyLog(setup.journal(), founding, setup.world()::open);
        this.cut = new LogCut(log, setup.world(), setup.retention(), counts);
        this.highestSeen = log.promised();
    }

    PeerId self() {
        return setup.self();
    }

    PartyRules rules() {
        return setup.rules();
    }

    PartyWorld world() {
        return setup.world();
    }

    Ballots ballots() {
        return setup.ballots();
    }

    void send(PeerId to, PartyMessage message) {
        setup.world().send(to, PartyCodec.encode(message));
    }

    void sendAll(PartyMessage message) {
        byte[] bytes = PartyCodec.encode(message);
        for (PeerId peer : view) {
            if (!peer.equals(self())) {
                setup.world().send(peer, bytes);
            }
        }
    }

    void submit(JournalBatch rows, Runnable whenDurable) {
        if (opening) {
            setup.journal().commit(rows);
            whenDurable.run();
        } else {
            setup.journal().submit(rows, whenDurable);
        }
    }

    /** While a store is opened, rows are durable when the call returns. */
    void opening(boolean open) {
        opening = open;
    }

    List<PeerId> view() {
        return view;
    }

    void see(List<PeerId> members) {
        left.retainAll(members);
        view = List.copyOf(members);
    }

    /** True if the view does not show the sender; what it says may count once it does. */
    boolean isEarly(PeerId from, PartyMessage message, byte[] bytes, long nowNanos) {
        boolean unseen = !view.contains(from);
        if (unseen) {
            early.add(from, message, bytes, nowNanos);
        }
        return unseen;
    }

    void leaves(PeerId peer) {
        left.add(peer);
    }

    /** True if the peer was leaving and is heard again: it has started anew. */
    boolean returns(PeerId peer) {
        return left.remove(peer);
    }

    /** True if elected for the epoch, and nobody for a later one: without a role it has restarted, or given it up. */
    boolean heldBefore(long epoch) {
        return epoch == log.promised() && Objects.equals(self(), log.promisedTo());
    }

    /** An entry that this member made as the holder, and knows that it was never committed. */
    void disown(Head entry) {
        JournalBatch rows = new JournalBatch();
        log.disown(entry, rows);
        submit(rows, () -> {});
    }

    /** The members of the view that count: without those who are leaving or are left out. */
    List<PeerId> present() {
        List<PeerId> present = new ArrayList<>(view);
        present.removeAll(left);
        present.removeIf(distrust::contains);
        return present;
    }

    /** How many members come before this one when the role is free. */
    int rank() {
        List<PeerId> electors = new ArrayList<>(present());
        electors.retainAll(log.roster().members());
        return Math.max(0, electors.indexOf(self()));
    }

    void accuse(PeerId peer, long nowNanos) {
        counts.add(PartyCounts.Kind.HOLDERS_ACCUSED);
        distrust.begin(peer, nowNanos);
    }

    boolean isAccused(PeerId peer) {
        return distrust.contains(peer);
    }

    /** True if this side may elect a holder or change the roster. */
    boolean hasQuorum() {
        return rules().mayElect(log.roster(), present());
    }

    @Nullable Leader leader() {
        return leader;
    }

    /** True if this member follows that holder by that epoch. */
    boolean isLedBy(PeerId holder, long epoch) {
        Leader followed = leader;
        return followed != null && holder.equals(followed.peer()) && epoch == followed.epoch();
    }

    void follow(@Nullable Leader next) {
        leader = next;
    }

    /** True if the holder this member follows is here and trusted, and nobody was promised a later epoch since. */
    boolean isLed() {
        Leader followed = leader;
        return followed != null
                && rules().follows(followed.epoch(), log.promised())
                && present().contains(followed.peer());
    }

    /** True if it has lost the holder it followed since this was asked last: the ranks wait for each other from now. */
    boolean losesLeader() {
        boolean lost = wasLed && !isLed();
        wasLed = isLed();
        return lost;
    }

    boolean isBelievable(long epoch) {
        return epoch > 0 && epoch <= highestSeen + EPOCHS_AHEAD_MAX;
    }

    /** Remembers that an epoch is in use; false if it is too far ahead to be believed. */
    boolean sawEpoch(long epoch) {
        boolean believed = isBelievable(epoch);
        highestSeen = believed ? Math.max(highestSeen, epoch) : highestSeen;
        return believed;
    }

    /** True if a holder proves its role and the votes for its rosters; its epoch is remembered then. */
    boolean believes(PeerId holder, PartyMessage.Lead lead) {
        return isBelievable(lead.epoch())
                && ballots().isGrant(lead.grant(), lead.epoch(), holder)
                && ballots().isLineage(lead.rosters())
                && sawEpoch(lead.epoch());
    }

    long nextEpoch() {
        return 1 + Math.max(highestSeen, log.promised());
    }

    /** True if this member may hold the role: its disk counts, and it has the log. */
    boolean mayStand() {
        return log.roster().members().contains(self()) && !log.isAbandoned();
    }

    /**
     * True if the party went on without this member, and nobody of it is in reach: its disk counts nowhere, but it has
     * the world as it was when it left.
     */
    boolean isHomeless() {
        List<PeerId> roster = log.roster().members();
        return !roster.contains(self())
                && present().stream().noneMatch(roster::contains)
                && log.committed().tick() > 0
                && log.chain().lastWith(self()) != null;
    }

    /** The player wants to go on without those who hold the role by right. */
    void adopting(boolean wanted) {
        adopting = wanted;
        apart |= wanted;
    }

    boolean isAdopting() {
        return adopting;
    }

    /** Nobody has led this member for so long that it may go on without those who hold the role by right. */
    void setApart() {
        apart = true;
    }

    /** This member goes on without those who hold the role by right, and has not followed one of them since. */
    boolean isApart() {
        return apart;
    }

    void follows(PartyMessage.Lead lead) {
        apart &= ballots().isAdopted(lead.grant());
    }

    /** True if the holder this member follows shows that it still holds the role. */
    boolean isWordOfHolder(PeerId from, PartyMessage message) {
        Leader followed = leader;
        boolean holds = message instanceof PartyMessage.Lead
                || message instanceof PartyMessage.Prepare
                || message instanceof PartyMessage.Entries;
        return holds && followed != null && from.equals(followed.peer());
    }

    /** The roster by which this member may be elected: for a homeless one, who can only adopt, the last it was in. */
    RosterLink elector(boolean adopt) {
        RosterLink last = adopt && isHomeless() ? log.chain().lastWith(self()) : null;
        return last == null ? log.chain().last() : last;
    }

    /**
     * True if this member may follow a candidate: no holder is in reach, no later epoch was promised, and the roster it
     * asks by was not followed by another, of which its log will tell it before it can win. Who gave its log up has no
     * say before it has another: what it once stored for a majority is not there any more.
     */
    boolean mayPromise(PeerId candidate, PartyMessage.Campaign campaign) {
        Leader leader = leader();
        boolean led = isLed() && leader != null && !leader.peer().equals(candidate);
        boolean ours = campaign.adopt() && hasQuorum();
        boolean again = campaign.epoch() == log.promised() && Objects.equals(log.promisedTo(), candidate);
        boolean former = !campaign.adopt() && log.chain().isFormer(campaign.roster());
        return !led && !ours && !former && !log.isAbandoned() && (campaign.epoch() > log.promised() || again);
    }

    /** What this member tells a candidate with its vote: how far its log goes. */
    PartyMessage.Promise promise(PeerId candidate, PartyMessage.Campaign campaign) {
        var election = new Ballots.Election(campaign.epoch(), candidate, campaign.roster(), campaign.adopt());
        List<byte[]> tail = log.tail().stream().map(Entry::bytes).toList();
        return new PartyMessage.Promise(
                campaign.epoch(),
                log.chain().told(),
                log.committed(),
                log.accepted(),
                tail,
                ballots().voteGrant(election));
    }
}
