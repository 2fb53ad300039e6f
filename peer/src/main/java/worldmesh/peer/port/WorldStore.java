package worldmesh.peer.port;

import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import worldmesh.runtime.journal.DeltaJournal;
import worldmesh.runtime.metrics.CacheStats;
import worldmesh.world.command.CommandEnvelope;
import worldmesh.world.command.CommandId;
import worldmesh.world.delta.SignedBatch;
import worldmesh.world.hash.Hash;
import worldmesh.world.replica.Replica;
import worldmesh.world.sector.SectorId;
import worldmesh.world.sync.Snapshot;
import worldmesh.world.trust.Proof;
import worldmesh.world.trust.WorldManifest;

/**
 * The opened store directory of one peer: one world's manifest, proofs, snapshots and batches. Confined to the thread
 * that updates the session; callbacks run through the executor the store was opened with, never from inside a call.
 */
public interface WorldStore extends AutoCloseable {
    /** The rows below, for an authority that commits effects, verdicts and high-water marks in one batch. */
    DeltaJournal journal();

    /** The caches of the store, if there are any. */
    default List<CacheStats> caches() {
        return List.of();
    }

    /** The world this store belongs to, or null while it is empty. */
    @Nullable WorldManifest manifest();

    /** Binds an empty store to a world; durable when the call returns. A store that has a world refuses another. */
    void found(WorldManifest manifest);

    /** Replays what is stored into a fresh replica: proofs, then snapshots, then batches. */
    void load(Replica into);

    /**
     * Keeps history, own or merged; {@code whenDurable} runs once all of it is on disk. A store may take a snapshot of
     * the replica it loaded meanwhile, to fold what it has.
     */
    void append(List<SignedBatch> batches, List<Proof> proofs, Runnable whenDurable);

    /** Keeps history that nobody waits for. */
    default void append(List<SignedBatch> batches, List<Proof> proofs) {
        append(batches, proofs, () -> {});
    }

    /** Keeps a snapshot that was installed in place of history that is no longer to be had. */
    void append(Snapshot snapshot, Runnable whenDurable);

    /** Keeps a snapshot that nobody waits for. */
    default void append(Snapshot snapshot) {
        append(snapshot, () -> {});
    }

    /** A cut was made in a sector: keeps what is settled in place of the batches below it. */
    default void fold(SectorId sector) {}

    /** Keeps a command of this player that waits for the majority of its party. */
    void keepWish(CommandEnvelope wish, Runnable whenDurable);

    /** The command was answered; need not be durable at once. */
    void dropWish(CommandId id);

    /** The commands that wait, in order. */
    List<CommandEnvelope> wishes();

    /** Keeps an invitation this player gave, under its id; {@code whenDurable} runs once it is on disk. */
    void keepInvitation(Hash id, byte[] invitation, Runnable whenDurable);

    /** An invitation serves no more; need not be durable at once. */
    void dropInvitation(Hash id);

    /** The invitations kept, in the order of their ids. */
    List<byte[]> invitations();

    /** World time less this machine's wall clock, in milliseconds, as last saved. */
    OptionalLong worldOffsetMillis();

    /** Saves the offset for the next opening; need not be durable at once. */
    void saveWorldOffsetMillis(long offsetMillis);

    /** One more than the highest epoch ever seen or stored; durable when the call returns. */
    long nextEpoch();

    /** Finishes what was appended and releases the directory. */
    @Override
    void close();
}
