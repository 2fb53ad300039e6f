package worldmesh.peer.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import worldmesh.peer.error.StateError;
import worldmesh.peer.event.Origin;
import worldmesh.peer.event.PartyNoticeEvent;
import worldmesh.peer.port.Authority;
import worldmesh.peer.port.AuthorityContext;
import worldmesh.peer.port.AuthorityNotice;
import worldmesh.peer.port.AuthorityOutbox;
import worldmesh.peer.port.AuthorityProvider;
import worldmesh.peer.port.AuthorityStatus;
import worldmesh.peer.wire.Answer;
import worldmesh.peer.wire.BatchCommand;
import worldmesh.peer.wire.PartyMessage;
import worldmesh.peer.wire.SubmitCommand;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.runtime.identity.PeerId;
import worldmesh.world.causal.VersionVector;
import worldmesh.world.command.CommandEnvelope;
import worldmesh.world.command.CommandId;
import worldmesh.world.command.Receipt;
import worldmesh.world.command.Verdict;
import worldmesh.world.delta.SignedBatch;
import worldmesh.world.sector.SectorId;
import worldmesh.world.state.Cut;
import worldmesh.world.trust.Proof;

/** This peer's part in the authority: feeds it and sends what it says, each answer with the batches it rests on. */
final class AuthorityDesk implements AuthorityOutbox {
    private final SessionScope scope;
    private final Replication replication;
    private final CommandDesk ownCommands;
    private final Authority authority;
    private final List<Pending> answers = new ArrayList<>();
    private final Map<SectorId, Answer.Published> published = new TreeMap<>();

    AuthorityDesk(SessionScope scope, Replication replication, CommandDesk ownCommands, AuthorityProvider provider) {
        this.scope = scope;
        this.replication = replication;
        this.ownCommands = ownCommands;
        WorldParts parts = scope.world.parts();
        this.authority = provider.open(new AuthorityContext(
                parts.store(),
                scope.world::replica,
                parts.rules(),
                parts.signer(),
                parts.verifier(),
                scope.world::drawId,
                scope.settings.logEntriesKept(),
                scope.settings.cuts(),
                this));
        ownCommands.decidedBy(authority::keeps);
    }

    @Nullable String banned(PeerId player) {
        return authority.banned(player);
    }

    AuthorityStatus status() {
        return authority.status();
    }

    boolean admits(SignedBatch batch) {
        return authority.admits(batch);
    }

    boolean admits(Proof proof) {
        return authority.admits(proof);
    }

    Set<SectorId> lacking() {
        return authority.lacking();
    }

    void onCommand(PeerId from, CommandEnvelope command) {
        authority.onCommand(from, command, scope.nowNanos);
    }

    void onView(List<PeerId> members) {
        authority.onView(members, scope.nowNanos);
    }

    void onReach(PeerId peer) {
        authority.onReach(peer, scope.nowNanos);
    }

    void onPartyMessage(PeerLink link, PartyMessage message) {
        authority.onMessage(link.peer(), message.body(), scope.nowNanos);
    }

    void adopt() {
        authority.adopt();
    }

    void refuseCommands(String reason) {
        authority.refuseCommands(reason.isEmpty() ? null : "the world is read-only: " + reason);
    }

    SortedMap<String, Long> counts() {
        return authority.counts();
    }

    SortedMap<String, Long> levels() {
        return authority.levels();
    }

    /** Takes commands of one player for one sector: one from elsewhere is refused by its place, the others go on. */
    void onBatch(PeerLink link, BatchCommand message) {
        if (!message.player().equals(link.peer())) {
            scope.counters.malformedMessages++;
            return;
        }
        for (int i = 0; i < message.commands().size(); i++) {
            CommandEnvelope envelope = CommandEnvelope.decode(message.commands().get(i));
            if (envelope == null || !envelope.id().player().equals(link.peer())) {
                scope.counters.malformedMessages++;
            } else if (!link.commands.tryTake(scope.nowNanos)) {
                scope.counters.limitedCommands++;
            } else if (envelope.sector().equals(message.sector())) {
                onCommand(link.peer(), envelope);
            } else {
                String reason = "command " + i + " of the batch belongs to sector " + envelope.sector() + ", not "
                        + message.sector();
                verdict(link.peer(), new Verdict.Rejected(envelope.id(), reason), null);
            }
        }
    }

    /** Takes a command from a link: within its rate, and only under the sender's own name. */
    void onMessage(PeerLink link, SubmitCommand message) {
        CommandEnvelope envelope = CommandEnvelope.decode(message.envelope());
        if (envelope == null || !envelope.id().player().equals(link.peer())) {
            scope.counters.malformedMessages++;
        } else if (!link.commands.tryTake(scope.nowNanos)) {
            scope.counters.limitedCommands++;
        } else {
            onCommand(link.peer(), envelope);
        }
    }

    void onTime() {
        if (scope.behind) {
            authority.onBehind();
        }
        authority.onTime(scope.nowNanos, scope.worldMillis());
    }

    /** Leaves in good order; false while that goes on. */
    boolean leave() {
        boolean left = authority.leave();
        flush();
        return left;
    }

    /** Leaves at once, and sends what is to be said about it. */
    void close() {
        ownCommands.decidedBy((command, receipt) -> true);
        authority.close();
        flush();
    }

    @Override
    public void verdict(PeerId to, Verdict verdict, @Nullable Receipt receipt) {
        answers.add(new Pending(to, verdict, receipt));
    }

    @Override
    public void publish(List<SignedBatch> batches) {
        replication.publish(batches);
        for (SignedBatch batch : batches) {
            published.put(batch.sector(), new Answer.Published(batch.sector(), batch.replica(), batch.sequence()));
        }
    }

    @Override
    public void send(PeerId to, byte[] message) {
        PeerLink link = scope.links.admitted(to);
        if (link != null) {
            link.send(PeerLink.CONTROL_STREAM, new PartyMessage(message));
        }
    }

    @Override
    public void announce(Proof proof) {
        replication.proofs().announce(proof);
        replication.proofs().onTime();
    }

    @Override
    public void provisional(CommandEnvelope command, boolean over) {
        if (over) {
            scope.world.views().unpredict(command.id());
        } else if (!command.id().player().equals(scope.world.self())) {
            scope.world.views().predictForeign(command);
        }
    }

    @Override
    public void rollback(List<CommandEnvelope> lost) {
        // What was decided on the lost branch a moment ago must not be told any more.
        Set<CommandId> again = lost.stream().map(CommandEnvelope::id).collect(Collectors.toSet());
        answers.removeIf(answer -> again.contains(answer.verdict.command()));
        scope.fail(new StateError(
                null, "the party took back what was decided here; " + lost.size() + " commands go again"));
        replication.reopen();
        ownCommands.resubmit(lost);
    }

    @Override
    public @Nullable VersionVector reported(PeerId member, SectorId sector) {
        PeerLink link = scope.links.admitted(member);
        return link == null ? null : link.sync().reported(sector);
    }

    @Override
    public void settle(List<Cut> cuts) {
        replication.settling().settle(cuts);
    }

    @Override
    public void notice(AuthorityNotice notice) {
        scope.emit(new PartyNoticeEvent(notice, Origin.AUTHORITY, scope.worldMillis()));
    }

    /** Sends the answers; a player whose link is gone asks again and gets the same one. */
    void flush() {
        List<Answer.Published> after =
                published.values().stream().limit(Answer.AFTER_MAX).toList();
        for (Pending answer : List.copyOf(answers)) {
            if (answer.to.equals(scope.world.self())) {
                ownCommands.onVerdict(answer.verdict, answer.receipt, List.of());
                continue;
            }
            PeerLink link = scope.links.admitted(answer.to);
            if (link != null) {
                ByteWriter verdict = new ByteWriter();
                answer.verdict.encode(verdict);
                byte[] receipt = answer.receipt == null ? new byte[0] : answer.receipt.encode();
                link.send(PeerLink.CONTROL_STREAM, new Answer(verdict.toBytes(), receipt, after));
            }
        }
        answers.clear();
        published.clear();
    }

    private record Pending(
            PeerId to, Verdict verdict, @Nullable Receipt receipt) {}
}
