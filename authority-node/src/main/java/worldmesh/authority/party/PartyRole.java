package worldmesh.authority.party;

import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import worldmesh.authority.party.PartyMember.Leader;
import worldmesh.authority.party.wire.Head;
import worldmesh.authority.party.wire.PartyCodec;
import worldmesh.authority.party.wire.PartyMessage;
import worldmesh.authority.party.wire.RosterLink;
import worldmesh.runtime.identity.PeerId;
import worldmesh.runtime.journal.JournalBatch;

/**
 * One member's part in the party: it holds the role, follows who does, campaigns for it, or waits where nobody can.
 * Messages and views come in, messages and rows go out. Confined to the owner's thread.
 */
public final class PartyRole {
    private final PartyMember member;
    private final Following following;
    private final StateTransfer transfer;
    private final BranchChoice branches;
    private final Outlook outlook;
    private final CampaignPlan plan;
    private final PromiseDoubt doubt;
    private @Nullable Tenure tenure;
    private @Nullable Candidacy candidacy;
    private long nowNanos;
    private final Silence silence = new Silence();
    private boolean closed;

    /** The role of one member, as its rows left it; nothing happens before the first view. */
    public PartyRole(PartySetup setup) {
        this.member = new PartyMember(setup);
        StateWitness witness = new StateWitness(member);
        this.branches = new BranchChoice(member);
        this.transfer = new StateTransfer(member, witness, branches);
        this.following = new Following(member, transfer, witness);
        this.doubt = new PromiseDoubt(member.counts);
        this.outlook = new Outlook(member);
        this.plan = new CampaignPlan(member, outlook);
    }

    /** Takes the role at once if this member is the whole roster, so that a lone host answers from the start. */
    public void open(long now) {
        if (member.log.roster().members().equals(List.of(member.self()))) {
            member.opening(true);
            onView(List.of(member.self()), now);
            member.opening(false);
        }
    }

    /** The members this one can talk to have changed; in order of seniority, itself included. */
    public void onView(List<PeerId> members, long now) {
        nowNanos = now;
        boolean met = members.stream().anyMatch(peer -> !member.view().contains(peer) && !peer.equals(member.self()));
        boolean wasLed = member.isLed();
        member.see(members);
        plan.onView(met, wasLed, now);
        Tenure held = tenure;
        if (held != null) {
            held.onView(now);
        }
        withdraw();
        silence.end();
        if (tenure == null && member.isLed()) {
            following.ask(now);
            silence.begin(now, Silence.GRACES * member.setup.settings().graceMillis());
        }
        progress();
        member.early.take(members, now).forEach(word -> onMessage(word.from(), word.bytes(), now));
    }

    /** A member can be talked to from now on: what it was told until now went nowhere, and is not waited for. */
    public void onReach(PeerId peer, long now) {
        nowNanos = now;
        Tenure held = tenure;
        if (held != null && member.view().contains(peer)) {
            held.introduce(peer, now);
        }
        following.onReach(peer, now);
    }

    /** A roster with somebody who is gone again blocks the log: a new epoch of the same holder goes on without it. */
    private void withdraw() {
        Tenure held = tenure;
        Head impossible = held == null ? null : held.impossible();
        if (impossible != null && !closed) {
            member.disown(impossible);
            campaign(false);
        }
    }

    private void postpone(long millis) {
        plan.postpone(millis, nowNanos);
    }

    /** Time has passed. */
    public void onTime(long now) {
        nowNanos = now;
        if (tenure != null) {
            tenure.onTime(now);
        }
        Candidacy open = candidacy;
        if (open != null && !open.onTime(now)) {
            candidacy = null;
            postpone(member.setup.settings().retryMillis());
        }
        if (silence.isOver(now)) {
            member.follow(null);
            postpone(0);
        }
        following.onTime(now);
        progress();
    }

    /** A message of a member whose link proved who it is; false if it is malformed. */
    public boolean onMessage(PeerId from, byte[] bytes, long now) {
        nowNanos = now;
        PartyMessage message = PartyCodec.decode(bytes);
        if (message == null || member.isEarly(from, message, bytes, now) || member.isAccused(from)) {
            return message != null;
        }
        if (!(message instanceof PartyMessage.Leave) && member.returns(from)) {
            onView(member.view(), now);
        }
        if (member.isWordOfHolder(from, message)) {
            silence.end();
        }
        if (!onElection(from, message) && !following.onMessage(from, message, now)) {
            onLog(from, message);
        }
        progress();
        return true;
    }

    private boolean onElection(PeerId from, PartyMessage message) {
        if (message instanceof PartyMessage.Lead lead) {
            onLead(from, lead);
        } else if (message instanceof PartyMessage.Campaign campaign) {
            onCampaign(from, campaign, true);
        } else if (message instanceof PartyMessage.Poll poll) {
            onCampaign(from, new PartyMessage.Campaign(poll.epoch(), false, poll.roster()), false);
        } else if (message instanceof PartyMessage.Promise || message instanceof PartyMessage.Favour) {
            onVote(from, message);
        } else if (message instanceof PartyMessage.Nack nack) {
            onNack(from, nack);
        } else if (message instanceof PartyMessage.Branch branch) {
            onBranch(branch);
        } else if (message instanceof PartyMessage.Leave) {
            member.leaves(from);
            postpone(0);
            onView(member.view(), nowNanos);
        } else {
            return false;
        }
        return true;
    }

    private void onLog(PeerId from, PartyMessage message) {
        if (message instanceof PartyMessage.Ack ack && tenure != null) {
            tenure.onAck(from, ack, nowNanos);
        } else if (message instanceof PartyMessage.Fetch fetch) {
            onFetch(from, fetch);
        } else if (message instanceof PartyMessage.Entries entries) {
            onEntries(from, entries);
        } else if (message instanceof PartyMessage.Differ differ) {
            onDiffer(from, differ);
        } else if (message instanceof PartyMessage.Pending pending) {
            member.world().pending(from, pending.begun(), pending.envelope());
        }
    }

    private void onFetch(PeerId from, PartyMessage.Fetch fetch) {
        Tenure held = tenure;
        if (held != null) {
            held.onFetch(from, fetch, nowNanos);
        } else {
            following.onFetch(from, fetch, candidacy != null, nowNanos);
        }
    }

    private void onLead(PeerId from, PartyMessage.Lead lead) {
        if (!member.believes(from, lead)) {
            return;
        }
        Leader leader = member.leader();
        Tenure held = tenure;
        boolean otherHolder = leader != null && !leader.peer().equals(from) && member.isLed();
        boolean bound = held == null ? otherHolder && following.isElected() : held.isElected();
        BranchChoice.Outcome outcome = branches.judge(lead, bound);
        if (outcome == BranchChoice.Outcome.IGNORED) {
            return;
        }
        if (outcome == BranchChoice.Outcome.MINE) {
            branches.claim(from);
            if (held != null) {
                held.introduce(from, nowNanos);
            }
            return;
        }
        if (!member.rules().follows(lead.epoch(), member.log.promised())) {
            member.send(from, new PartyMessage.Nack(member.log.promised()));
            giveWay(lead);
            return;
        }
        if (outcome == BranchChoice.Outcome.THEIRS) {
            endTenure();
            branches.giveUp(lead.rosters());
        }
        follow(from, lead, outcome);
    }

    /** A holder is here whose roster came after the own one: only its members can elect, and it will ask them again. */
    private void giveWay(PartyMessage.Lead lead) {
        if (member.log.chain().compare(lead.rosters()) == RosterChain.Relation.EXTENDED) {
            candidacy = null;
            postpone(Silence.GRACES * member.setup.settings().graceMillis());
        }
    }

    private void follow(PeerId from, PartyMessage.Lead lead, BranchChoice.Outcome outcome) {
        endTenure();
        candidacy = null;
        Leader leader = new Leader(lead.epoch(), from);
        member.follows(lead);
        member.adopting(false);
        member.follow(leader);
        if (member.log.promised() < lead.epoch()) {
            JournalBatch rows = new JournalBatch();
            member.log.promise(lead.epoch(), from, rows);
            member.submit(rows, () -> {});
        }
        following.begin(lead, outcome == BranchChoice.Outcome.THEIRS, nowNanos);
    }

    /** Promises the epoch to the candidate, or only says that it would: nothing is kept of that. */
    private void onCampaign(PeerId from, PartyMessage.Campaign campaign, boolean binding) {
        long epoch = campaign.epoch();
        if (binding ? !member.sawEpoch(epoch) : !member.isBelievable(epoch)) {
            return;
        }
        Tenure held = tenure;
        if (held != null && held.hasQuorum() && !campaign.adopt()) {
            held.introduce(from, nowNanos);
            return;
        }
        if (!member.mayPromise(from, campaign)) {
            askAgain();
            member.send(from, new PartyMessage.Nack(member.log.promised()));
            return;
        }
        if (!binding) {
            member.send(from, new PartyMessage.Favour(epoch));
            return;
        }
        endTenure();
        candidacy = null;
        member.follow(null);
        postpone(member.setup.settings().retryMillis());
        JournalBatch rows = new JournalBatch();
        member.log.promise(epoch, from, rows);
        PartyMessage.Promise promise = member.promise(from, campaign);
        member.submit(rows, () -> member.send(from, promise));
    }

    /** Somebody campaigns beside the holder: it may have given the role up, of which nobody else is told. */
    private void askAgain() {
        if (tenure == null && member.isLed() && !silence.isWaiting()) {
            silence.begin(nowNanos, member.setup.settings().graceMillis());
            following.ask(nowNanos);
        }
    }

    private void onVote(PeerId from, PartyMessage vote) {
        Candidacy open = candidacy;
        if (open != null) {
            open.onVote(from, vote, nowNanos);
            evaluate(open);
        }
    }

    /** Brings the log of a candidate to its voters' best, then takes the role if they are enough. */
    private void evaluate(Candidacy open) {
        if (open != candidacy) {
            return;
        }
        if (open.isOutdated()) {
            candidacy = null;
            postpone(0);
            return;
        }
        PeerId ahead = open.ahead();
        if (ahead != null) {
            member.send(ahead, new PartyMessage.Fetch(open.epoch(), member.log.committed(), false));
        } else if (open.hasVotes()) {
            win(open);
        }
    }

    private void win(Candidacy won) {
        candidacy = null;
        Candidacy.Won proof = won.won();
        JournalBatch rows = new JournalBatch();
        List<Entry> overruled = member.log.accept(won.epoch(), won.bestTail(), rows);
        if (!overruled.isEmpty()) {
            member.world().dropped(overruled, false);
        }
        member.world().elected(won.epoch(), proof.grant(), rows);
        member.log.chain().standOn(proof.roster());
        Tenure begun = new Tenure(member, proof, transfer);
        tenure = begun;
        member.adopting(false);
        silence.end();
        member.follow(new Leader(won.epoch(), member.self()));
        member.submit(rows, () -> {
            if (tenure == begun) {
                begun.begin(nowNanos);
                progress();
            }
        });
    }

    private void onNack(PeerId from, PartyMessage.Nack nack) {
        if (!member.sawEpoch(nack.promised())) {
            return;
        }
        Tenure held = tenure;
        Candidacy open = candidacy;
        if (held != null && nack.promised() > held.epoch()) {
            if (doubt.tryBelieve(from, nowNanos)) {
                standAgain();
            }
        } else if (open != null && nack.promised() >= open.epoch() && open.isHopelessWithout(from)) {
            candidacy = null;
            postpone(member.setup.settings().retryMillis());
        }
    }

    /** Whom a member cannot follow for a later epoch that it promised has the newest log: nobody needs to wait. */
    private void standAgain() {
        endTenure();
        postpone(0);
        if (!closed && member.mayStand() && member.hasQuorum()) {
            campaign(false);
        }
    }

    private void onBranch(PartyMessage.Branch branch) {
        if (branches.loses(branch) && member.ballots().isLineage(branch.rosters())) {
            endTenure();
            candidacy = null;
            member.follow(null);
            branches.giveUp(branch.rosters());
            postpone(member.setup.settings().graceMillis());
        }
    }

    private void onEntries(PeerId from, PartyMessage.Entries entries) {
        Candidacy open = candidacy;
        if (open == null) {
            following.onEntries(from, entries, nowNanos);
        } else if (Objects.equals(open.ahead(), from) && entries.epoch() == open.epoch()) {
            following.takeOver(from, entries);
            evaluate(open);
        }
    }

    private void onDiffer(PeerId from, PartyMessage.Differ differ) {
        PartyMessage.Lead lead = following.lead();
        Leader leader = member.leader();
        boolean late = !differ.after().equals(member.log.committed());
        if (leader == null || lead == null || !from.equals(leader.peer()) || late) {
            return;
        }
        if (branches.isOtherAdoption(lead.rosters())) {
            member.follow(null);
            branches.claim(from);
            postpone(member.setup.settings().graceMillis());
        } else {
            branches.giveUp(lead.rosters());
            following.begin(lead, true, nowNanos);
        }
    }

    private void endTenure() {
        Tenure held = tenure;
        if (held != null) {
            held.end();
            member.log.chain().standUp();
            tenure = null;
            member.follow(null);
        }
    }

    private void progress() {
        plan.look(nowNanos);
        outlook.look(tenure, nowNanos);
        if (!closed && candidacy == null && !member.view().isEmpty()) {
            CampaignPlan.Decision decision = plan.decide(tenure, nowNanos);
            if (decision != CampaignPlan.Decision.WAIT) {
                campaign(decision == CampaignPlan.Decision.ADOPT);
            }
        }
        outlook.tell(tenure, nowNanos);
    }

    private void campaign(boolean adopt) {
        endTenure();
        candidacy = new Candidacy(member, adopt, this::evaluate);
        candidacy.begin(nowNanos);
    }

    /** The player wants this side to go on without the others, or no longer waits for it. */
    public void adopt() {
        member.adopting(tenure != null || !member.isLed());
    }

    /** Where this member stands. */
    public Standing standing() {
        return outlook.standing(tenure, nowNanos);
    }

    /** What this member met that ought not to be, by the noun and the participle of the metric. */
    public SortedMap<String, Long> counts() {
        return member.counts.byName();
    }

    /** How much of the log is on the disk, by the noun of the metric. */
    public SortedMap<String, Long> levels() {
        return member.log.extent().levels();
    }

    /** The roster in force. */
    public RosterLink roster() {
        return member.log.chain().last();
    }

    /** False from when this member gave its log up until it has taken the state of another. */
    public boolean hasLog() {
        return !member.log.isAbandoned();
    }

    /** The end of the committed log. */
    public Head committed() {
        return member.log.committed();
    }

    /** The end of the log, after which the next entry stands. */
    public Head last() {
        return member.log.last();
    }

    /** True if this member holds the role and an entry of commands could be committed now. */
    public boolean mayPropose() {
        return tenure != null && tenure.mayPropose();
    }

    /** Puts an entry of commands after {@link #last}; {@link #mayPropose} is true. */
    public void propose(Entry entry) {
        if (tenure == null || !tenure.mayPropose()) {
            throw new IllegalStateException("this member may not propose an entry now");
        }
        tenure.propose(entry, nowNanos);
    }

    /** Sends something to everybody in the view. */
    public void tellAll(PartyMessage message) {
        member.sendAll(message);
    }

    /** An epoch was seen in a proof. */
    public void sawEpoch(long epoch) {
        member.sawEpoch(epoch);
    }

    /**
     * Leaves in good order: a holder makes a roster of the others first. True once nothing more is to be waited for;
     * until then time and messages must go on.
     */
    public boolean leave() {
        Tenure held = tenure;
        if (held != null && held.handsOver(nowNanos)) {
            return false;
        }
        close();
        return true;
    }

    /** Leaves for good: the others need not wait until the link is dead. */
    public void close() {
        if (!closed) {
            closed = true;
            member.sendAll(new PartyMessage.Leave(outlook.epoch()));
            endTenure();
            candidacy = null;
        }
    }
}
