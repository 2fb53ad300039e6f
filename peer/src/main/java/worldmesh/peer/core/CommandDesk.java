package worldmesh.peer.core;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;
import worldmesh.peer.error.SecurityError;
import worldmesh.peer.event.CommandAcceptedEvent;
import worldmesh.peer.event.CommandProvisionalEvent;
import worldmesh.peer.event.CommandRejectedEvent;
import worldmesh.peer.event.Origin;
import worldmesh.peer.predict.Rejection;
import worldmesh.peer.wire.Answer;
import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.identity.PeerId;
import worldmesh.world.command.CommandEnvelope;
import worldmesh.world.command.CommandId;
import worldmesh.world.command.CommandSeal;
import worldmesh.world.command.Receipt;
import worldmesh.world.command.Verdict;
import worldmesh.world.replica.Replica;
import worldmesh.world.sector.SectorId;

/**
 * The player's side of commands: sends each one until it is answered, under one id, also to an authority that was
 * restarted; verifies receipts and keeps them before anything is reported; takes predictions back.
 */
final class CommandDesk {
    /** Commands without an answer; a player that has more waits for nothing any more. */
    static final int UNANSWERED_MAX = 256;

    /** A command without an answer is sent again after this: ten round trips of a bad line. */
    static final long RESEND_NANOS = 2_000_000_000L;

    /** A command waits at most so long for the edits before it; a link that is this slow shall not stop the play. */
    static final long EDITS_FIRST_NANOS = 3_000_000_000L;

    /** A prediction stands at most so long for effects that were announced but did not come. */
    static final long EFFECTS_NANOS = 3_000_000_000L;

    /** A command that was signed so long ago is signed anew before it goes again: members take none of yesterday. */
    static final long SEAL_MILLIS = 3_600_000L;

    private final SessionScope scope;
    private final ProofExchange proofs;
    private final Map<CommandId, Pending> pending = new LinkedHashMap<>();
    private final List<Runnable> answered = new ArrayList<>();
    private final List<Settling> settling = new ArrayList<>();
    private final Deque<Pending> delayed = new ArrayDeque<>();
    private BiPredicate<CommandEnvelope, Receipt> decided = (command, receipt) -> true;
    private long lastSequence;

    CommandDesk(SessionScope scope, ProofExchange proofs) {
        this.scope = scope;
        this.proofs = proofs;
        scope.world.views().delayInput(scope.settings.inputDelayTicks());
    }

    /** Says of a receipt whether the log of this peer, if it keeps one, has what it proves for good. */
    void decidedBy(BiPredicate<CommandEnvelope, Receipt> ownLog) {
        decided = ownLog;
    }

    /** Predicts a command and queues it; one too many is rejected at once. */
    CommandId submit(Record command, CommandListener listener) {
        CommandId id = new CommandId(scope.world.self(), scope.session, ++lastSequence);
        WorldParts parts = scope.world.parts();
        CommandEnvelope envelope = CommandEnvelope.of(id, parts.sectors().ofAny(command), parts.schema(), command);
        Pending entry = new Pending(envelope, command, listener);
        if (pending.size() >= UNANSWERED_MAX) {
            tellRejected(
                    entry, rejection(entry, Rejection.Code.NOT_SENT, "too many unanswered commands", List.of()), null);
            return id;
        }
        pending.put(id, entry);
        entry.showTick = scope.tick + scope.settings.inputDelayTicks();
        delayed.addLast(entry);
        showDelayed();
        return id;
    }

    /** Another tick: shows the motion and the commands whose delay is over. */
    void onTick() {
        scope.world.views().onTick(scope.tick);
        showDelayed();
    }

    /** The session ends: nobody counts ticks any more, so nothing is held back. */
    void end() {
        scope.world.views().delayInput(0);
        scope.world.views().onTick(scope.tick);
    }

    /** One that was answered and has its effects here needs to be shown no more. */
    private void showDelayed() {
        while (scope.world.isKnown() && !delayed.isEmpty() && delayed.peekFirst().showTick <= scope.tick) {
            Pending entry = delayed.removeFirst();
            if (!entry.over) {
                scope.world.views().predict(entry.envelope, entry.command);
                if (entry.decidedTick > 0) {
                    onDecided(entry);
                }
            }
        }
    }

    int unanswered() {
        return pending.size();
    }

    /** The way to the authority is new: everything unanswered goes again at once. */
    void onWayOpen() {
        pending.values().forEach(entry -> entry.nextNanos = Long.MIN_VALUE);
    }

    /** Sends what is due, to the authority here or over its link. */
    void route(@Nullable AuthorityDesk own) {
        PeerId holder = proofs.holder();
        if (holder == null) {
            return;
        }
        boolean here = holder.equals(scope.world.self());
        PeerLink link = here ? null : scope.links.admitted(holder);
        CommandPacker packer = new CommandPacker(scope.world.self());
        List<Pending> due = pending.values().stream()
                .filter(entry -> scope.nowNanos >= entry.nextNanos)
                .toList();
        seal(due);
        for (Pending entry : due) {
            // The authority here would answer at once, before the command is to be seen.
            if (here && own != null && scope.tick >= entry.showTick) {
                onSending(entry);
                own.onCommand(scope.world.self(), entry.envelope);
            } else if (link != null && !overtakesEdits(entry, link)) {
                onSending(entry);
                packer.add(entry.envelope);
            }
        }
        if (link != null) {
            packer.finish().forEach(message -> link.send(PeerLink.CONTROL_STREAM, message));
        }
    }

    /** All that goes out in one turn is under one signature; what waited long is signed anew. */
    private void seal(List<Pending> due) {
        long now = scope.worldMillis();
        List<Pending> bare = due.stream().filter(entry -> !isFresh(entry, now)).toList();
        if (bare.isEmpty()) {
            return;
        }
        List<CommandEnvelope> sealed = CommandSeal.seal(
                bare.stream().map(entry -> entry.envelope).toList(),
                scope.world.replica().manifest().worldId(),
                now,
                scope.world.parts().signer());
        for (int i = 0; i < bare.size(); i++) {
            bare.get(i).envelope = sealed.get(i);
        }
    }

    private static boolean isFresh(Pending entry, long now) {
        CommandSeal seal = entry.envelope.seal();
        return seal != null && now - seal.worldMillis() <= SEAL_MILLIS;
    }

    private void onSending(Pending entry) {
        scope.counters.resentCommands += entry.sent ? 1 : 0;
        entry.sent = true;
        entry.nextNanos = scope.nowNanos + RESEND_NANOS;
    }

    /**
     * True while the command would come to the authority before the edits made before it, and be judged in a world
     * without them.
     */
    private boolean overtakesEdits(Pending entry, PeerLink link) {
        Replica replica = scope.world.replica();
        if (entry.editsLink != link) {
            entry.edits = link.sync().ownEditsUnderway(replica);
            entry.editsLink = entry.edits == null ? null : link;
            entry.editsDeadlineNanos = scope.nowNanos + EDITS_FIRST_NANOS;
        }
        SortedMap<SectorId, Long> edits = entry.edits;
        return edits == null
                || (!link.sync().isAfter(edits, replica.self().replica()) && scope.nowNanos < entry.editsDeadlineNanos);
    }

    /** Takes an answer from a link; only the holder of the authority answers. */
    void onAnswer(PeerLink link, Answer answer) {
        ByteReader in = new ByteReader(answer.verdict());
        Verdict verdict = Verdict.decode(in);
        Receipt receipt = answer.receipt().length == 0 ? null : Receipt.decode(answer.receipt());
        if (verdict == null || !in.complete() || (receipt == null && answer.receipt().length > 0)) {
            scope.counters.malformedMessages++;
        } else if (!proofs.isHolder(link.peer())) {
            scope.counters.unexpectedMessages++;
        } else {
            onVerdict(verdict, receipt, answer.after());
        }
    }

    void onVerdict(Verdict verdict, @Nullable Receipt receipt, List<Answer.Published> after) {
        Pending entry = pending.get(verdict.command());
        if (entry == null) {
            return;
        }
        boolean proved = receipt != null && proves(receipt, verdict, entry.envelope);
        switch (verdict.kind()) {
            case ACCEPTED -> {
                if (receipt == null || !proved) {
                    scope.counters.refusedReceipts++;
                    scope.fail(new SecurityError(proofs.holder(), "a receipt of the authority proves nothing"));
                    return;
                }
                entry.proof = new Proved(receipt, after);
                acceptIfDecided(entry);
            }
            case REJECTED -> {
                pending.remove(verdict.command());
                forgetWish(entry);
                entry.over = true;
                if (receipt != null && proved) {
                    entry.decidedTick = receipt.header().tick();
                    onDecided(entry);
                }
                takeBack(entry, ((Verdict.Rejected) verdict).reason(), proved ? receipt : null);
            }
            case PROVISIONAL -> {
                onProvisional(entry);
            }
        }
    }

    /** A party may give a branch up: until the own log has the decision too, nothing is sure that could be told. */
    private void acceptIfDecided(Pending entry) {
        Proved proof = entry.proof;
        if (proof == null || !decided.test(entry.envelope, proof.receipt)) {
            return;
        }
        Receipt receipt = proof.receipt;
        scope.world.parts().receipts().append(entry.envelope, receipt);
        pending.remove(entry.envelope.id());
        answered.add(() -> tellAccepted(entry, receipt));
        settling.add(new Settling(entry, proof.after, scope.nowNanos + EFFECTS_NANOS));
        entry.decidedTick = receipt.header().tick();
        onDecided(entry);
    }

    /** Kept on disk before it is told: it stays pending until the sides of the party meet. */
    private void onProvisional(Pending entry) {
        if (!entry.provisional) {
            entry.provisional = true;
            entry.kept = true;
            scope.world.store().keepWish(entry.envelope, () -> {
                if (pending.containsKey(entry.envelope.id())) {
                    scope.emit(new CommandProvisionalEvent(
                            entry.envelope.id(),
                            entry.command,
                            entry.envelope.sector(),
                            Origin.AUTHORITY,
                            scope.worldMillis()));
                    entry.listener.provisional();
                }
            });
        }
    }

    private void forgetWish(Pending entry) {
        if (entry.kept) {
            scope.world.store().dropWish(entry.envelope.id());
        }
    }

    /** Takes up what waited for a majority when the store was closed. */
    void takeUpWishes() {
        resubmit(scope.world.store().wishes());
    }

    /**
     * Submits commands again, under the ids they had: those of this player that are not waiting already. They are on
     * disk until they are answered.
     */
    void resubmit(List<CommandEnvelope> envelopes) {
        for (CommandEnvelope envelope : envelopes) {
            Record command = envelope.open(scope.world.schema());
            boolean own = envelope.id().player().equals(scope.world.self());
            if (own && command != null && !pending.containsKey(envelope.id())) {
                Pending entry = new Pending(envelope, command, CommandListener.NONE);
                pending.put(envelope.id(), entry);
                delayed.addLast(entry);
            }
            Pending waiting = pending.get(envelope.id());
            if (waiting != null) {
                waiting.kept = true;
            }
        }
        onWayOpen();
        onTick();
    }

    /** The tick is known: this command is predicted with its dice, and later ones are expected after it. */
    private void onDecided(Pending entry) {
        scope.world.views().prediction().decided(entry.envelope.id(), entry.decidedTick);
        scope.world.views().onPrediction(Origin.LOCAL);
    }

    private boolean proves(Receipt receipt, Verdict verdict, CommandEnvelope envelope) {
        return receipt.verdict().equals(verdict)
                && receipt.proves(envelope)
                && proofs.ofEpoch(receipt.header().epoch()).stream()
                        .anyMatch(grant -> receipt.verify(scope.world.parts().verifier(), grant));
    }

    private void takeBack(Pending entry, String reason, @Nullable Receipt receipt) {
        Views views = scope.world.views();
        CommandId id = entry.envelope.id();
        scope.counters.predictedCommands += views.prediction().contains(id) ? 1 : 0;
        scope.counters.mispredictedCommands += views.prediction().foresawAcceptance(id) ? 1 : 0;
        List<Rejection.Cell> cells = views.prediction().remove(id);
        views.onPrediction(Origin.ROLLBACK);
        Rejection.Code code = receipt == null ? Rejection.Code.REFUSED : Rejection.Code.RULES;
        Rejection rejection = rejection(entry, code, reason, cells);
        answered.add(() -> tellRejected(entry, rejection, receipt));
    }

    private Rejection rejection(Pending entry, Rejection.Code code, String reason, List<Rejection.Cell> cells) {
        CommandEnvelope envelope = entry.envelope;
        return new Rejection(envelope.id(), entry.command, code, reason, cells, envelope.sector(), scope.worldMillis());
    }

    private void tellRejected(Pending entry, Rejection rejection, @Nullable Receipt receipt) {
        String reason = rejection.reason();
        scope.world.views().rejections().add(rejection);
        scope.emit(new CommandRejectedEvent(
                entry.envelope.id(),
                entry.command,
                reason,
                entry.envelope.sector(),
                Origin.ROLLBACK,
                scope.worldMillis()));
        entry.listener.rejected(reason, receipt);
    }

    /** Tells what was answered in this update, in order, once all its receipts are on disk together. */
    private void tellAnswered() {
        if (answered.isEmpty()) {
            return;
        }
        scope.world.parts().receipts().sync();
        List<Runnable> tellings = List.copyOf(answered);
        answered.clear();
        tellings.forEach(Runnable::run);
    }

    private void tellAccepted(Pending entry, Receipt receipt) {
        forgetWish(entry);
        scope.emit(new CommandAcceptedEvent(
                entry.envelope.id(), entry.command, entry.envelope.sector(), Origin.AUTHORITY, scope.worldMillis()));
        entry.listener.accepted(receipt);
    }

    /** Reports what was answered, and ends predictions whose effects are here: not before, so that nothing flickers. */
    void settle() {
        List.copyOf(pending.values()).forEach(this::acceptIfDecided);
        tellAnswered();
        if (settling.isEmpty()) {
            return;
        }
        Replica replica = scope.world.replica();
        List<CommandId> settled = new ArrayList<>();
        for (Iterator<Settling> it = settling.iterator(); it.hasNext(); ) {
            Settling next = it.next();
            boolean here =
                    next.after.stream().allMatch(p -> replica.vector(p.sector()).last(p.replica()) >= p.sequence());
            if (here || scope.nowNanos >= next.deadlineNanos) {
                it.remove();
                next.entry.over = true;
                settled.add(next.entry.envelope.id());
            }
        }
        end(settled);
    }

    /** Judged before they are removed: a cell that two of them wrote is judged by the later one. */
    private void end(List<CommandId> settled) {
        Views views = scope.world.views();
        for (CommandId id : settled) {
            scope.counters.predictedCommands += views.prediction().contains(id) ? 1 : 0;
            scope.counters.mispredictedCommands += views.wasMispredicted(id) ? 1 : 0;
        }
        for (CommandId id : settled) {
            views.prediction().remove(id);
            views.onPrediction(Origin.AUTHORITY);
        }
    }

    private record Settling(Pending entry, List<Answer.Published> after, long deadlineNanos) {}

    /** What proves that a command was accepted, and what was published before. */
    private record Proved(Receipt receipt, List<Answer.Published> after) {}

    private static final class Pending {
        private CommandEnvelope envelope;
        private final Record command;
        private final CommandListener listener;
        private long nextNanos = Long.MIN_VALUE;
        private boolean sent;
        private boolean over;
        private boolean provisional;
        private boolean kept;
        private @Nullable SortedMap<SectorId, Long> edits;
        private @Nullable PeerLink editsLink;
        private long editsDeadlineNanos;
        private @Nullable Proved proof;
        private long showTick;
        private long decidedTick;

        Pending(CommandEnvelope envelope, Record command, CommandListener listener) {
            this.envelope = envelope;
            this.command = command;
            this.listener = listener;
        }
    }
}
