package worldmesh.peer.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import worldmesh.peer.port.Authority;
import worldmesh.peer.port.AuthorityContext;
import worldmesh.peer.port.AuthorityProvider;
import worldmesh.peer.port.AuthorityStatus;
import worldmesh.runtime.identity.PeerId;
import worldmesh.world.command.CommandEnvelope;
import worldmesh.world.command.CommandId;
import worldmesh.world.command.MerkleTree;
import worldmesh.world.command.Receipt;
import worldmesh.world.command.ReceiptEntry;
import worldmesh.world.command.TickHeader;
import worldmesh.world.command.Verdict;
import worldmesh.world.delta.SignedBatch;
import worldmesh.world.hash.Hash;
import worldmesh.world.replica.Replica;
import worldmesh.world.replica.ReplicaView;
import worldmesh.world.rule.Decision;
import worldmesh.world.rule.Effect;
import worldmesh.world.trust.Grant;
import worldmesh.world.trust.Proof;
import worldmesh.world.trust.ReplicaIdentity;
import worldmesh.world.trust.Roster;
import worldmesh.world.trust.Signature;
import worldmesh.world.trust.Vote;

/** Judges at the end of the update, forgets nothing between openings, and can be told to stay silent. */
final class TestAuthority implements AuthorityProvider {
    final Map<CommandId, Receipt> answered = new TreeMap<>();
    boolean silent;
    boolean forging;
    boolean withholding;
    boolean provisional;
    boolean behind;

    @Nullable AuthorityContext context;

    int judged;

    /** Every command as it came, repeated ones too. */
    final List<CommandEnvelope> heard = new ArrayList<>();

    private @Nullable String refusing;
    private long index;

    @Override
    public Authority open(AuthorityContext opened) {
        context = opened;
        return new Opened(opened);
    }

    private record Waiting(PeerId from, CommandEnvelope command) {}

    private final class Opened implements Authority {
        private final AuthorityContext context;
        private final List<Waiting> queue = new ArrayList<>();
        private final Grant grant;
        private Replica ruled;
        private long tick;

        Opened(AuthorityContext context) {
            this.context = context;
            Roster founder = Roster.founding(replica().manifest());
            Grant proposal = Grant.candidate(
                    founder, context.store().nextEpoch(), context.signer().publicKey(), false);
            grant = proposal.with(List.of(Vote.sign(proposal.body(), context.signer())));
            context.out().announce(grant);
            ruled = replica();
            openTenure();
        }

        private void openTenure() {
            ReplicaIdentity tenure = ReplicaIdentity.drawTenure(
                    grant.world(), context.signer(), context.random().getAsLong());
            context.out().announce(tenure.certificate());
            replica().openTenure(tenure);
        }

        @Override
        public void onCommand(PeerId from, CommandEnvelope command, long nowNanos) {
            heard.add(command);
            queue.add(new Waiting(from, command));
        }

        @Override
        public void onTime(long nowNanos, long worldMillis) {
            if (silent) {
                queue.clear();
                return;
            }
            List<Waiting> batch = List.copyOf(queue);
            queue.clear();
            batch.forEach(waiting -> answer(waiting, worldMillis));
        }

        private void answer(Waiting waiting, long worldMillis) {
            if (refusing != null) {
                context.out().verdict(waiting.from, new Verdict.Rejected(waiting.command.id(), refusing), null);
                return;
            }
            if (provisional) {
                context.out().verdict(waiting.from, new Verdict.Provisional(waiting.command.id()), null);
                return;
            }
            Receipt known = answered.get(waiting.command.id());
            if (known == null) {
                known = judge(waiting, worldMillis);
                answered.put(waiting.command.id(), known);
            }
            context.out().verdict(waiting.from, known.verdict(), known);
        }

        private Receipt judge(Waiting waiting, long worldMillis) {
            judged++;
            Record command =
                    Objects.requireNonNull(waiting.command.open(replica().schema()));
            Decision decision = context.rules()
                    .decide(
                            command,
                            new ReplicaView(
                                    replica(), waiting.from, tick + 1, worldMillis, waiting.command.seed(tick + 1)));
            if (ruled != replica()) {
                ruled = replica();
                openTenure();
            }
            Verdict verdict;
            if (decision instanceof Decision.Accept accept) {
                long at = ++index;
                accept.effects().forEach(effect -> apply((Effect.Set) effect, at));
                List<SignedBatch> batches = replica().sealTenure(worldMillis);
                replica().tenure().confirm(batches);
                context.store().append(batches, List.of(), () -> {});
                context.out().publish(batches);
                verdict = new Verdict.Accepted(waiting.command.id(), epoch(), at);
            } else {
                verdict = new Verdict.Rejected(waiting.command.id(), ((Decision.Reject) decision).reason());
            }
            return receipt(waiting.command, verdict, worldMillis);
        }

        private void apply(Effect.Set set, long at) {
            replica().tenure().putCritical(set.entity(), set.value(), epoch(), at);
        }

        private Receipt receipt(CommandEnvelope command, Verdict verdict, long worldMillis) {
            ReceiptEntry entry = new ReceiptEntry(command.hash(), verdict, Hash.of(new byte[0]));
            MerkleTree tree = MerkleTree.of(List.of(entry.encode()));
            TickHeader header = new TickHeader(grant.world(), epoch(), ++tick, worldMillis, 1, tree.root());
            byte[] signed =
                    forging ? new byte[Signature.BYTES] : context.signer().sign(header.signedBytes());
            return new Receipt(header, new Signature(signed), entry, 0, tree.path(0));
        }

        @Override
        public SortedMap<String, Long> counts() {
            return new TreeMap<>(Map.of("commands_judged", (long) judged));
        }

        private Replica replica() {
            return context.replica().get();
        }

        private long epoch() {
            return grant.epoch();
        }

        @Override
        public void onMessage(PeerId from, byte[] message, long nowNanos) {}

        @Override
        public void onView(List<PeerId> members, long nowNanos) {}

        @Override
        public boolean admits(SignedBatch batch) {
            return !withholding;
        }

        @Override
        public boolean admits(Proof proof) {
            return !withholding;
        }

        @Override
        public void refuseCommands(@Nullable String reason) {
            refusing = reason;
        }

        @Override
        public boolean keeps(CommandEnvelope command, Receipt receipt) {
            return !behind;
        }

        @Override
        public void adopt() {}

        @Override
        public AuthorityStatus status() {
            PeerId self = context.signer().peer();
            return new AuthorityStatus(AuthorityStatus.Role.HOLDER, epoch(), self, List.of(self), tick);
        }

        @Override
        public void close() {}
    }
}
