package worldmesh.authority.pipeline;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import worldmesh.authority.admit.Admission;
import worldmesh.authority.admit.AdmitLimits;
import worldmesh.authority.admit.AnswerWindow;
import worldmesh.authority.admit.BanList;
import worldmesh.authority.admit.ExactlyOnce;
import worldmesh.authority.admit.Gate;
import worldmesh.authority.admit.Refusal;
import worldmesh.authority.member.MemberListener;
import worldmesh.authority.member.PartyAuthority;
import worldmesh.authority.party.PartyRules;
import worldmesh.authority.party.PartySettings;
import worldmesh.authority.party.Standing;
import worldmesh.authority.tick.LogEntry;
import worldmesh.peer.port.Authority;
import worldmesh.peer.port.AuthorityContext;
import worldmesh.peer.port.AuthorityNotice;
import worldmesh.peer.port.AuthorityStatus;
import worldmesh.runtime.identity.PeerId;
import worldmesh.runtime.journal.DeltaJournal;
import worldmesh.world.command.CommandEnvelope;
import worldmesh.world.command.CommandId;
import worldmesh.world.command.Receipt;
import worldmesh.world.command.Verdict;
import worldmesh.world.delta.SignedBatch;
import worldmesh.world.sector.SectorId;
import worldmesh.world.trust.Grant;
import worldmesh.world.trust.Proof;

/**
 * One peer's authority. While it holds the role, commands wait for the next tick; the tick judges them in order of
 * arrival and proposes one entry, and once that is on the disks of a majority and its effects, ledger, answers and
 * batches are durable here, anybody hears of it. Otherwise it follows whoever holds the role. Confined to the thread
 * that updates the session.
 */
public final class Pipeline implements Authority, MemberListener {
    private final AuthorityContext context;
    private final DeltaJournal journal;
    private final ExactlyOnce answers;
    private final AdmitLimits limits;
    private final BanList bans;
    private final Collector collector;
    private final PartyAuthority party;
    private final Counts counts = new Counts();

    /** Commands from their arrival until their answer is durable; a retry meanwhile is the same command. */
    private final Map<CommandId, Waiting> inFlight = new LinkedHashMap<>();

    private final List<Waiting> queue = new ArrayList<>();
    private List<PeerId> view = List.of();
    private AuthorityStatus.@Nullable Role told;
    private @Nullable PeerId toldHolder;
    private @Nullable Gate gate;
    private @Nullable TickMaker ticks;
    private long gateEpoch;
    private @Nullable String readOnly;
    private long brokenRules;

    /**
     * What an authority may be opened with beside its context.
     *
     * @param answers the memory of answers: a seam where simulations plant a bug
     * @param limits how much a player may ask for
     * @param rules the party's rules: another such seam
     * @param settings how long members wait for each other
     */
    public record Setup(ExactlyOnce answers, AdmitLimits limits, PartyRules rules, PartySettings settings) {}

    private Pipeline(AuthorityContext context, Setup setup) {
        this.context = context;
        this.journal = context.store().journal();
        this.answers = setup.answers();
        this.limits = setup.limits();
        this.bans = new BanList(journal);
        this.party = new PartyAuthority(context, setup.answers(), setup.rules(), setup.settings(), this);
        this.collector = new Collector(context.out(), party.consent());
    }

    /** Opens the authority over its store, whose state it goes on from. */
    public static Pipeline open(AuthorityContext context, AdmitLimits limits) {
        AnswerWindow.dropOldSessions(context.store().journal());
        return open(context, new AnswerWindow(context.store().journal()::get), limits);
    }

    /** Opens the authority with another memory of answers: the seam where simulations plant a bug. */
    public static Pipeline open(AuthorityContext context, ExactlyOnce answers, AdmitLimits limits) {
        return open(context, new Setup(answers, limits, PartyRules.STRICT, PartySettings.DEFAULT));
    }

    /** Opens the authority with other rules of the party. */
    public static Pipeline open(AuthorityContext context, Setup setup) {
        Pipeline pipeline = new Pipeline(context, setup);
        pipeline.party.open();
        return pipeline;
    }

    @Override
    public void onCommand(PeerId from, CommandEnvelope command, long nowNanos) {
        Standing standing = party.standing();
        if (standing.role() == Standing.Role.HOLDER) {
            admit(from, command, nowNanos);
        } else if (isCollector(standing) && from.equals(command.id().player())) {
            // What a log that was given up says is of a branch that lost: it is judged again.
            Receipt known = party.hasLog() ? answers.answer(command.id()) : null;
            if (known == null) {
                collector.collect(from, command, party::tellAll);
            } else {
                context.out().verdict(from, known.verdict(), known);
            }
        }
    }

    private boolean isCollector(Standing standing) {
        return standing.role() == Standing.Role.PROVISIONAL
                && !view.isEmpty()
                && view.get(0).equals(context.signer().peer());
    }

    private void admit(PeerId from, CommandEnvelope command, long nowNanos) {
        if (from.equals(command.id().player()) && inFlight.containsKey(command.id())) {
            counts.repeat();
            return;
        }
        Gate open = gate();
        if (open == null) {
            counts.refuse(Refusal.UNPROVEN);
            context.out().verdict(from, new Verdict.Rejected(command.id(), Refusal.UNPROVEN.text()), null);
            return;
        }
        Admission admission = open.admit(from, command, nowNanos);
        if (admission instanceof Admission.Judge admitted) {
            enqueue(new Waiting(from, command, admitted.command()));
        } else if (admission instanceof Admission.Answered known) {
            counts.repeat();
            context.out().verdict(from, known.receipt().verdict(), known.receipt());
        } else if (admission instanceof Admission.Refused refused) {
            counts.refuse(refused.kind());
            context.out().verdict(from, new Verdict.Rejected(command.id(), refused.reason()), null);
        } else if (admission instanceof Admission.Silent silent) {
            counts.refuse(silent.kind());
        }
    }

    /** Null while this holder has no grant that it could show. */
    private @Nullable Gate gate() {
        Gate open = gate;
        if (open != null && gateEpoch == party.standing().epoch()) {
            return open;
        }
        Grant grant = party.grant();
        Gate next = null;
        if (grant != null) {
            gateEpoch = grant.epoch();
            next = new Gate(context.replica().get().schema(), grant, bans, answers, party.consent(), limits);
            next.refuseAll(readOnly);
        }
        gate = next;
        return next;
    }

    private void enqueue(Waiting waiting) {
        if (queue.size() >= limits.queuedCommands()) {
            counts.overflow();
            return;
        }
        queue.add(waiting);
        inFlight.put(waiting.envelope().id(), waiting);
    }

    @Override
    public void onBehind() {
        party.onBehind();
    }

    @Override
    public void onTime(long nowNanos, long worldMillis) {
        String failure = journal.failed();
        if (failure != null) {
            throw new IllegalStateException("the store has stopped (" + failure
                    + "), so nothing can be acknowledged; make room or replace the disk, then start again");
        }
        party.onTime(nowNanos, worldMillis);
        Grant grant = queue.isEmpty() || !party.mayPropose() ? null : party.grant();
        if (grant != null) {
            TickMaker.Tick tick = ticks(grant).make(queue, worldMillis);
            queue.clear();
            party.propose(tick.entry(), tick.bytes(), tick.rows());
        }
    }

    private TickMaker ticks(Grant grant) {
        TickMaker open = ticks;
        if (open == null
                || !open.grant().id().equals(grant.id())
                || open.replica() != context.replica().get()) {
            brokenRules += open == null ? 0 : open.brokenRules();
            party.openTenure();
            open = new TickMaker(context, grant, counts);
            ticks = open;
        }
        return open;
    }

    @Override
    public void decided(LogEntry entry) {
        if (inFlight.isEmpty()) {
            return; // nobody waits for its receipts here
        }
        for (Receipt receipt : entry.receipts()) {
            Waiting waiting = inFlight.remove(receipt.command());
            if (waiting != null) {
                context.out().verdict(waiting.from(), receipt.verdict(), receipt);
            }
        }
    }

    // Players ask a new holder again for what the tail of the one before decides only now. Their answer is on its way.
    @Override
    public void judgedElsewhere(LogEntry entry) {
        if (!queue.isEmpty()) {
            Set<CommandId> judged = new TreeSet<>();
            entry.decided().forEach(each -> judged.add(each.envelope().id()));
            queue.removeIf(waiting -> judged.contains(waiting.envelope().id()));
        }
    }

    @Override
    public void voided() {
        brokenRules += ticks == null ? 0 : ticks.brokenRules();
        ticks = null;
        queue.clear();
        inFlight.clear();
        bans.reload();
    }

    @Override
    public void pending(PeerId from, boolean begun, byte[] envelope) {
        if (!view.isEmpty() && from.equals(view.get(0))) {
            collector.onPending(begun, envelope);
        }
    }

    @Override
    public void stands(Standing standing) {
        AuthorityStatus.Role role = roleOf(standing);
        if (role != AuthorityStatus.Role.HOLDER) {
            queue.forEach(waiting -> inFlight.remove(waiting.envelope().id()));
            queue.clear();
        }
        PeerId self = context.signer().peer();
        boolean wasProvisional = told == AuthorityStatus.Role.PROVISIONAL;
        if (role == AuthorityStatus.Role.PROVISIONAL && !wasProvisional) {
            boolean counts = standing.roster().contains(self);
            String why = counts
                    ? "no majority of the last roster is in reach"
                    : "the party went on after this player left, and nobody of it is in reach; adopt the world to play"
                            + " on from where it was here, until the others are back";
            tell(AuthorityNotice.Kind.PROVISIONAL, self, why);
        } else if (role != AuthorityStatus.Role.PROVISIONAL && standing.holder() != null) {
            collector.end();
            if (wasProvisional) {
                tell(AuthorityNotice.Kind.HEALED, standing.holder(), "commands are judged again");
            }
        }
        if (standing.holder() != null && !Objects.equals(toldHolder, standing.holder())) {
            toldHolder = standing.holder();
            tell(AuthorityNotice.Kind.TAKEN, standing.holder(), "holds the role in epoch " + standing.epoch());
        }
        told = role;
    }

    private void tell(AuthorityNotice.Kind kind, PeerId subject, String text) {
        context.out().notice(new AuthorityNotice(kind, subject, text));
    }

    @Override
    public void onMessage(PeerId from, byte[] message, long nowNanos) {
        if (!party.onMessage(from, message, nowNanos)) {
            counts.refuse(Refusal.MALFORMED);
        }
    }

    @Override
    public void onView(List<PeerId> members, long nowNanos) {
        view = List.copyOf(members);
        party.onView(members, nowNanos);
    }

    @Override
    public void onReach(PeerId peer, long nowNanos) {
        party.onReach(peer, nowNanos);
    }

    @Override
    public boolean admits(SignedBatch batch) {
        return party.admits(batch);
    }

    @Override
    public boolean admits(Proof proof) {
        return party.admits(proof);
    }

    @Override
    public Set<SectorId> lacking() {
        return party.lacking();
    }

    @Override
    public boolean keeps(CommandEnvelope command, Receipt receipt) {
        return party.keeps(command, receipt);
    }

    @Override
    public void adopt() {
        party.adopt();
    }

    @Override
    public AuthorityStatus status() {
        Standing standing = party.standing();
        AuthorityStatus.Role role = roleOf(standing);
        PeerId holder = standing.holder();
        if (role == AuthorityStatus.Role.PROVISIONAL) {
            holder = view.isEmpty() ? context.signer().peer() : view.get(0);
        }
        return new AuthorityStatus(role, standing.epoch(), holder, standing.roster(), party.committedTick());
    }

    private static AuthorityStatus.Role roleOf(Standing standing) {
        return switch (standing.role()) {
            case HOLDER -> AuthorityStatus.Role.HOLDER;
            case FOLLOWER -> AuthorityStatus.Role.FOLLOWER;
            case LEARNER -> AuthorityStatus.Role.LEARNER;
            case PROVISIONAL -> AuthorityStatus.Role.PROVISIONAL;
        };
    }

    @Override
    public boolean leave() {
        return party.leave();
    }

    @Override
    public void close() {
        party.close();
    }

    @Override
    public @Nullable String banned(PeerId player) {
        return bans.reason(player);
    }

    @Override
    public void refuseCommands(@Nullable String reason) {
        readOnly = reason;
        if (gate != null) {
            gate.refuseAll(reason);
        }
    }

    long epoch() {
        return party.standing().epoch();
    }

    @Override
    public SortedMap<String, Long> counts() {
        SortedMap<String, Long> all = counts.byName(brokenRules + (ticks == null ? 0 : ticks.brokenRules()));
        all.putAll(party.counts());
        return all;
    }

    @Override
    public SortedMap<String, Long> levels() {
        return party.levels();
    }

    /** How many commands were not judged for one reason. */
    long refused(Refusal kind) {
        return counts.refused(kind);
    }
}
