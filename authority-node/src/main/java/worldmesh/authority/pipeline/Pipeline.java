package worldmesh.authority.pipeline;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import worldmesh.authority.admit.Admission;
import worldmesh.authority.admit.AdmitLimits;
import worldmesh.authority.admit.AnswerWindow;
import worldmesh.authority.admit.BanList;
import worldmesh.authority.admit.ExactlyOnce;
import worldmesh.authority.admit.Gate;
import worldmesh.authority.admit.Refusal;
import worldmesh.authority.row.History;
import worldmesh.authority.row.RowDraft;
import worldmesh.authority.tick.Decided;
import worldmesh.authority.tick.TickLog;
import worldmesh.authority.validate.EffectCodec;
import worldmesh.authority.validate.EffectWriter;
import worldmesh.authority.validate.Judge;
import worldmesh.authority.validate.Judgement;
import worldmesh.authority.validate.RecordingView;
import worldmesh.authority.validate.TenureTarget;
import worldmesh.peer.port.Authority;
import worldmesh.peer.port.AuthorityContext;
import worldmesh.peer.port.AuthorityStatus;
import worldmesh.runtime.identity.PeerId;
import worldmesh.runtime.journal.DeltaJournal;
import worldmesh.runtime.journal.JournalBatch;
import worldmesh.world.command.CommandEnvelope;
import worldmesh.world.command.CommandId;
import worldmesh.world.command.Receipt;
import worldmesh.world.command.Verdict;
import worldmesh.world.delta.SignedBatch;
import worldmesh.world.replica.Replica;
import worldmesh.world.replica.ReplicaView;
import worldmesh.world.trust.Grant;
import worldmesh.world.trust.ReplicaIdentity;
import worldmesh.world.trust.WorldManifest;

/**
 * The single writer of a world. Commands wait for the next tick; the tick judges them in order of arrival, and its
 * effects, ledger, answers, signed log entry and batches become durable as one journal batch. Only then anybody hears
 * of it. Confined to the thread that updates the session.
 */
public final class Pipeline implements Authority {
    private final AuthorityContext context;
    private final Replica replica;
    private final Grant grant;
    private final DeltaJournal journal;
    private final History history;
    private final ExactlyOnce answers;
    private final AdmitLimits limits;
    private final BanList bans;
    private final Gate gate;
    private final Judge judge;
    private final TickLog log;
    private final Counts counts = new Counts();

    /** Commands from their arrival until their answer is durable; a retry meanwhile is the same command. */
    private final Map<CommandId, Waiting> inFlight = new LinkedHashMap<>();

    private final List<Waiting> queue = new ArrayList<>();

    private Pipeline(AuthorityContext context, History history, Grant grant, ExactlyOnce answers, AdmitLimits limits) {
        this.context = context;
        this.journal = context.store().journal();
        this.history = history;
        this.answers = answers;
        this.limits = limits;
        this.bans = new BanList(journal);
        this.replica = context.replica().get();
        this.grant = grant;
        this.gate = new Gate(replica.schema(), grant, bans, answers, limits);
        this.judge = new Judge(replica.schema(), replica.self().peer(), context.rules());
        this.log = new TickLog(journal::get, grant, context.signer());
    }

    /** Opens the authority over its store, whose state it goes on from. */
    public static Pipeline open(AuthorityContext context, AdmitLimits limits) {
        AnswerWindow.dropOldSessions(context.store().journal());
        return open(context, new AnswerWindow(context.store().journal()::get), limits);
    }

    /** Opens the authority with another memory of answers: the seam where simulations plant a bug. */
    public static Pipeline open(AuthorityContext context, ExactlyOnce answers, AdmitLimits limits) {
        return open(context, take(context), answers, limits);
    }

    static Pipeline open(AuthorityContext context, Grant grant, ExactlyOnce answers, AdmitLimits limits) {
        if (!(context.store() instanceof History history)) {
            throw new IllegalStateException("the authority needs the store of worldmesh-authority-node, got "
                    + context.store().getClass().getName());
        }
        return new Pipeline(context, history, grant, answers, limits);
    }

    /** Takes the role under a fresh epoch, which only the founder can. */
    private static Grant take(AuthorityContext context) {
        Replica replica = context.replica().get();
        WorldManifest manifest = replica.manifest();
        long epoch = context.store().nextEpoch();
        Grant grant = Grant.sign(manifest.worldId(), epoch, context.signer().publicKey(), null, context.signer());
        context.out().announce(grant);
        ReplicaIdentity tenure = ReplicaIdentity.drawTenure(
                manifest.worldId(), context.signer(), context.random().getAsLong());
        context.out().announce(tenure.certificate());
        replica.openTenure(tenure);
        return grant;
    }

    @Override
    public void onCommand(PeerId from, CommandEnvelope command, long nowNanos) {
        if (from.equals(command.id().player()) && inFlight.containsKey(command.id())) {
            counts.repeat();
            return;
        }
        Admission admission = gate.admit(from, command, nowNanos);
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

    private void enqueue(Waiting waiting) {
        if (queue.size() >= limits.queuedCommands()) {
            counts.overflow();
            return;
        }
        queue.add(waiting);
        inFlight.put(waiting.envelope.id(), waiting);
    }

    @Override
    public void onTime(long nowNanos, long worldMillis) {
        String failure = journal.failed();
        if (failure != null) {
            throw new IllegalStateException("the store has stopped (" + failure
                    + "), so nothing can be acknowledged; make room or replace the disk, then start again");
        }
        if (queue.isEmpty()) {
            return;
        }
        long tick = log.nextTick();
        RowDraft rows = new RowDraft(journal::get);
        List<Decided> decided = new ArrayList<>(queue.size());
        for (Waiting each : queue) {
            decided.add(decide(each, tick, worldMillis, rows));
        }
        queue.clear();
        List<SignedBatch> batches = replica.sealTenure(worldMillis);
        replica.tenure().confirm(batches);
        List<Receipt> receipts = log.seal(decided, batches, worldMillis, rows);
        for (Receipt receipt : receipts) {
            answers.remember(receipt.command(), receipt, rows);
        }
        JournalBatch batch = new JournalBatch();
        rows.addTo(batch);
        history.draft(batches, batch);
        journal.submit(batch, () -> onDurable(receipts, batches));
    }

    private Decided decide(Waiting waiting, long tick, long worldMillis, RowDraft rows) {
        CommandEnvelope envelope = waiting.envelope;
        CommandId id = envelope.id();
        long index = log.takeIndex();
        RecordingView view = new RecordingView(
                new ReplicaView(replica, id.player(), tick, worldMillis, envelope.seed(tick)), replica.schema());
        Judgement judgement = judge.judge(waiting.command, view, rows);
        byte[] reads = view.reads().encode(replica.schema());
        if (judgement instanceof Judgement.Refused refused) {
            counts.reject();
            return new Decided(envelope, refused.verdict(id), new byte[0], reads);
        }
        var approved = ((Judgement.Approved) judgement).effects();
        TenureTarget target = new TenureTarget(replica);
        var applied = new EffectWriter(target, replica.schema(), rows, epoch(), index).apply(approved);
        counts.accept();
        return new Decided(
                envelope,
                new Verdict.Accepted(id, epoch(), index),
                EffectCodec.encode(applied, replica.schema()),
                reads);
    }

    private void onDurable(List<Receipt> receipts, List<SignedBatch> batches) {
        if (!batches.isEmpty()) {
            context.out().publish(batches);
        }
        for (Receipt receipt : receipts) {
            Waiting waiting = inFlight.remove(receipt.command());
            if (waiting != null) {
                context.out().verdict(waiting.from, receipt.verdict(), receipt);
            }
        }
    }

    @Override
    public void onMessage(PeerId from, byte[] message, long nowNanos) {
        counts.refuse(Refusal.MALFORMED);
    }

    @Override
    public void onView(List<PeerId> members, long nowNanos) {
        // The founder holds the role alone, whoever is in reach.
    }

    @Override
    public boolean admits(SignedBatch batch) {
        return true;
    }

    @Override
    public void adopt() {
        // Nobody to part from.
    }

    @Override
    public AuthorityStatus status() {
        PeerId self = context.signer().peer();
        return new AuthorityStatus(AuthorityStatus.Role.HOLDER, epoch(), self, List.of(self), log.nextTick() - 1);
    }

    @Override
    public void close() {
        // Everything it said is durable.
    }

    @Override
    public @Nullable String banned(PeerId player) {
        return bans.reason(player);
    }

    long epoch() {
        return grant.epoch();
    }

    @Override
    public SortedMap<String, Long> counts() {
        return counts.byName(judge.brokenRules());
    }

    /** How many commands were not judged for one reason. */
    long refused(Refusal kind) {
        return counts.refused(kind);
    }

    private record Waiting(PeerId from, CommandEnvelope envelope, Record command) {}
}
