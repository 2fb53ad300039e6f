package worldmesh.peer.core;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import worldmesh.peer.port.WorldStore;
import worldmesh.runtime.journal.DeltaJournal;
import worldmesh.world.command.CommandEnvelope;
import worldmesh.world.command.CommandId;
import worldmesh.world.delta.SignedBatch;
import worldmesh.world.hash.Hash;
import worldmesh.world.replica.Replica;
import worldmesh.world.sync.Snapshot;
import worldmesh.world.trust.Proof;
import worldmesh.world.trust.WorldManifest;

/** A store in memory that outlives the sessions that use it, for tests of this module. */
final class MemoryStore implements WorldStore {
    private static final int READ_EVERY = 16;

    private @Nullable WorldManifest manifest;
    private final List<Proof> proofs = new ArrayList<>();
    private final Set<SignedBatch> batches = new LinkedHashSet<>();
    private final List<Snapshot> snapshots = new ArrayList<>();
    private final Map<CommandId, CommandEnvelope> wishes = new TreeMap<>();
    private final Map<String, byte[]> invitations = new TreeMap<>();
    private @Nullable List<Runnable> stuck;
    private OptionalLong offset = OptionalLong.empty();
    private long epoch;
    private @Nullable Replica replica;
    private int appended;

    @Override
    public DeltaJournal journal() {
        throw new UnsupportedOperationException("no test here writes rows");
    }

    @Override
    public @Nullable WorldManifest manifest() {
        return manifest;
    }

    @Override
    public void found(WorldManifest founded) {
        manifest = founded;
    }

    @Override
    public void load(Replica into) {
        replica = into;
        proofs.forEach(into::learn);
        snapshots.forEach(into::install);
        batches.forEach(into::restore);
    }

    @Override
    public void append(List<SignedBatch> more, List<Proof> moreProofs, Runnable whenDurable) {
        batches.addAll(more);
        proofs.addAll(moreProofs);
        readNowAndThen(more);
        if (stuck == null) {
            whenDurable.run();
        } else {
            stuck.add(whenDurable);
        }
    }

    /** As a store does that folds what it has into a snapshot. */
    private void readNowAndThen(List<SignedBatch> more) {
        Replica read = replica;
        if (read != null && !more.isEmpty() && ++appended % READ_EVERY == 0) {
            read.snapshot(more.get(0).sector());
        }
    }

    /** From now on nothing becomes durable until {@link #sync}. */
    void holdSyncs() {
        stuck = new ArrayList<>();
    }

    /** The machine dies before anything more is on disk: what waited is lost. */
    void loseUnsynced(Proof lost) {
        proofs.remove(lost);
        stuck = null;
    }

    /** What waits becomes durable, and so does all that comes. */
    void sync() {
        List<Runnable> waiting = stuck == null ? List.of() : stuck;
        stuck = null;
        waiting.forEach(Runnable::run);
    }

    List<Proof> proofs() {
        return proofs;
    }

    @Override
    public void append(Snapshot snapshot, Runnable whenDurable) {
        snapshots.add(snapshot);
    }

    int snapshots() {
        return snapshots.size();
    }

    @Override
    public void keepWish(CommandEnvelope wish, Runnable whenDurable) {
        wishes.put(wish.id(), wish);
        whenDurable.run();
    }

    @Override
    public void dropWish(CommandId id) {
        wishes.remove(id);
    }

    @Override
    public List<CommandEnvelope> wishes() {
        return List.copyOf(wishes.values());
    }

    @Override
    public void keepInvitation(Hash id, byte[] invitation, Runnable whenDurable) {
        invitations.put(id.toString(), invitation);
        whenDurable.run();
    }

    @Override
    public void dropInvitation(Hash id) {
        invitations.remove(id.toString());
    }

    @Override
    public List<byte[]> invitations() {
        return List.copyOf(invitations.values());
    }

    @Override
    public OptionalLong worldOffsetMillis() {
        return offset;
    }

    @Override
    public void saveWorldOffsetMillis(long offsetMillis) {
        offset = OptionalLong.of(offsetMillis);
    }

    @Override
    public long nextEpoch() {
        return ++epoch;
    }

    @Override
    public void close() {}
}
