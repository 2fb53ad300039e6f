package worldmesh.authority.pipeline;

import java.util.ArrayList;
import java.util.List;
import worldmesh.authority.row.RowDraft;
import worldmesh.authority.tick.Decided;
import worldmesh.authority.tick.LogEntry;
import worldmesh.authority.tick.TickLog;
import worldmesh.authority.validate.EffectCodec;
import worldmesh.authority.validate.EffectWriter;
import worldmesh.authority.validate.Judge;
import worldmesh.authority.validate.Judgement;
import worldmesh.authority.validate.RecordingView;
import worldmesh.authority.validate.TenureTarget;
import worldmesh.peer.port.AuthorityContext;
import worldmesh.runtime.journal.DeltaJournal;
import worldmesh.world.command.CommandEnvelope;
import worldmesh.world.command.CommandId;
import worldmesh.world.command.Verdict;
import worldmesh.world.delta.SignedBatch;
import worldmesh.world.replica.Replica;
import worldmesh.world.replica.ReplicaView;
import worldmesh.world.trust.Grant;

/** Judges the commands of one tick in the holder's replica and signs the entry. For one tenure and one replica. */
final class TickMaker {
    private final AuthorityContext context;
    private final Replica replica;
    private final Grant grant;
    private final Judge judge;
    private final DeltaJournal journal;
    private final Counts counts;

    /** A judged tick: the entry, its bytes, and what it changes in the rows. */
    @SuppressWarnings("ArrayRecordComponent")
    record Tick(LogEntry entry, byte[] bytes, RowDraft rows) {}

    TickMaker(AuthorityContext context, Grant grant, Counts counts) {
        this.context = context;
        this.replica = context.replica().get();
        this.grant = grant;
        this.counts = counts;
        this.judge = new Judge(replica.schema(), context.signer().peer(), context.rules());
        this.journal = context.store().journal();
    }

    Grant grant() {
        return grant;
    }

    Replica replica() {
        return replica;
    }

    long brokenRules() {
        return judge.brokenRules();
    }

    Tick make(List<Waiting> commands, long worldMillis) {
        TickLog log = new TickLog(journal::get, grant, context.signer());
        long tick = log.nextTick();
        RowDraft rows = new RowDraft(journal::get);
        List<Decided> decided = new ArrayList<>(commands.size());
        for (Waiting each : commands) {
            RecordingView view = view(each.envelope(), tick, worldMillis);
            decided.add(decide(each, log.takeIndex(), view, rows));
        }
        List<SignedBatch> batches = replica.sealTenure(worldMillis);
        log.seal(decided, batches, worldMillis, rows);
        byte[] bytes = rows.take(LogEntry.key(grant.epoch(), tick));
        LogEntry entry = bytes == null ? null : LogEntry.decode(bytes);
        if (bytes == null || entry == null) {
            throw new IllegalStateException("a sealed tick does not survive its own codec");
        }
        return new Tick(entry, bytes, rows);
    }

    private RecordingView view(CommandEnvelope envelope, long tick, long worldMillis) {
        var world = new ReplicaView(replica, envelope.id().player(), tick, worldMillis, envelope.seed(tick));
        return new RecordingView(world, replica.schema());
    }

    private Decided decide(Waiting waiting, long index, RecordingView view, RowDraft rows) {
        CommandId id = waiting.envelope().id();
        Judgement judgement = judge.judge(waiting.command(), view, rows);
        byte[] reads = view.reads().encode(replica.schema());
        if (judgement instanceof Judgement.Refused refused) {
            counts.reject();
            return new Decided(waiting.envelope(), refused.verdict(id), new byte[0], reads);
        }
        var approved = ((Judgement.Approved) judgement).effects();
        var target = new TenureTarget(replica);
        var applied = new EffectWriter(target, replica.schema(), rows, grant.epoch(), index).apply(approved);
        counts.accept();
        return new Decided(
                waiting.envelope(),
                new Verdict.Accepted(id, grant.epoch(), index),
                EffectCodec.encode(applied, replica.schema()),
                reads);
    }
}
