package worldmesh.authority.pipeline;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import worldmesh.authority.admit.AdmitLimits;
import worldmesh.authority.store.JournalWorldStore;
import worldmesh.peer.port.AuthorityContext;
import worldmesh.peer.port.AuthorityNotice;
import worldmesh.peer.port.AuthorityOutbox;
import worldmesh.peer.port.CutPace;
import worldmesh.runtime.identity.PeerId;
import worldmesh.runtime.identity.SignatureVerifier;
import worldmesh.runtime.identity.Signer;
import worldmesh.runtime.journal.DeltaJournal;
import worldmesh.testkit.crypto.SimulatedSignatures;
import worldmesh.world.command.CommandEnvelope;
import worldmesh.world.command.CommandId;
import worldmesh.world.command.CommandSeal;
import worldmesh.world.command.Receipt;
import worldmesh.world.command.Verdict;
import worldmesh.world.delta.SignedBatch;
import worldmesh.world.entity.EntityId;
import worldmesh.world.replica.Replica;
import worldmesh.world.sector.SectorId;
import worldmesh.world.trust.Grant;
import worldmesh.world.trust.Hosting;
import worldmesh.world.trust.Membership;
import worldmesh.world.trust.Proof;
import worldmesh.world.trust.ReplicaIdentity;
import worldmesh.world.trust.WorldManifest;

/** An authority over any journal, as a session embeds it, with short words for its commands. */
public final class Bench implements AuthorityOutbox {
    /** World time of the bench when it starts. */
    public static final long START_MILLIS = 1_000_000;

    final Map<CommandId, Verdict> verdicts = new LinkedHashMap<>();
    final Map<CommandId, Receipt> receipts = new LinkedHashMap<>();
    final List<SignedBatch> published = new ArrayList<>();

    /** Pending commands that were shown, by their sequence, and taken back. */
    final List<String> shown = new ArrayList<>();

    final JournalWorldStore store;
    final Replica replica;
    private final Signer root;
    private final int logEntriesKept;
    private @Nullable Grant grant;
    final Pipeline pipeline;
    private final SignatureVerifier verifier;
    private long turns;
    private long draws;

    /** Opens the store and takes the authority under a fresh epoch. */
    public Bench(DeltaJournal journal, Signer root, SignatureVerifier verifier, long nonce) {
        this(journal, root, verifier, nonce, 4_096);
    }

    /** The same with a log of which so many entries are kept. */
    public Bench(DeltaJournal journal, Signer root, SignatureVerifier verifier, long nonce, int logEntriesKept) {
        this.logEntriesKept = logEntriesKept;
        this.root = root;
        this.draws = nonce << 20;
        this.verifier = verifier;
        store = new JournalWorldStore(journal);
        if (store.manifest() == null) {
            var founding = new WorldManifest.Founding(START_MILLIS, 5);
            store.found(WorldManifest.found("mines", Membership.OPEN, Hosting.PARTY, founding, root));
        }
        WorldManifest manifest = java.util.Objects.requireNonNull(store.manifest());
        ReplicaIdentity self = ReplicaIdentity.draw(manifest.worldId(), root, nonce);
        replica = new Replica(manifest, Mines.SCHEMA, self, verifier);
        replica.learn(self.certificate());
        store.load(replica);
        store.append(List.of(), List.of(self.certificate()), () -> {});
        pipeline = Pipeline.open(context(), AdmitLimits.DEFAULT);
    }

    @Override
    public void verdict(PeerId to, Verdict verdict, @Nullable Receipt receipt) {
        verdicts.put(verdict.command(), verdict);
        if (receipt != null) {
            receipts.put(verdict.command(), receipt);
        }
    }

    AuthorityContext context() {
        return new AuthorityContext(
                store,
                () -> replica,
                Mines.rules(),
                root,
                verifier,
                () -> ++draws,
                logEntriesKept,
                CutPace.DEFAULT,
                this);
    }

    /** The grant taken last. */
    Grant grant() {
        return Objects.requireNonNull(grant);
    }

    @Override
    public void announce(Proof proof) {
        replica.learn(proof);
        store.append(List.of(), List.of(proof));
        if (proof instanceof Grant taken) {
            grant = taken;
        }
    }

    @Override
    public void send(PeerId to, byte[] message) {
        throw new IllegalStateException("nobody else is here");
    }

    @Override
    public void provisional(CommandEnvelope command, boolean over) {
        shown.add((over ? "-" : "+") + command.id().sequence());
    }

    @Override
    public void rollback(List<CommandEnvelope> lost) {}

    @Override
    public void notice(AuthorityNotice notice) {}

    @Override
    public void publish(List<SignedBatch> batches) {
        published.addAll(batches);
    }

    /** Sends a command of {@code player}, sealed by it. */
    public void send(CommandId id, Record command) {
        CommandEnvelope envelope = CommandEnvelope.of(id, SectorId.ORIGIN, Mines.SCHEMA, command);
        pipeline.onCommand(id.player(), seal(envelope), turns * 16_000_000L);
    }

    /** The command under its player's seal. */
    public CommandEnvelope seal(CommandEnvelope bare) {
        PeerId player = bare.id().player();
        Signer signer = verifier instanceof SimulatedSignatures simulated ? simulated.signerOf(player) : root;
        return CommandSeal.seal(List.of(bare), replica.manifest().worldId(), START_MILLIS, signer)
                .get(0);
    }

    /** One turn of the session. */
    public void turn() {
        turns++;
        pipeline.onTime(turns * 16_000_000L, START_MILLIS + turns * 16);
    }

    /** True once the answer to a command is durable. */
    public boolean isAnswered(CommandId id) {
        return verdicts.containsKey(id);
    }

    /** The answer to a command, in short. */
    String answer(CommandId id) {
        Verdict verdict = verdicts.get(id);
        if (verdict == null) {
            return "none";
        }
        return verdict instanceof Verdict.Rejected rejected ? rejected.reason() : "accepted";
    }

    /** True if the command's receipt verifies under the bench's grant. */
    boolean isProven(CommandId id) {
        Receipt receipt = receipts.get(id);
        return receipt != null && receipt.verify(verifier, grant());
    }

    /** All entities with a component, by id. */
    <T extends Record> Map<EntityId, T> all(Class<T> type) {
        Map<EntityId, T> found = new LinkedHashMap<>();
        replica.each(null, type, found::put);
        return found;
    }
}
