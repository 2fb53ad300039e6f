package worldmesh.world.replica;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import worldmesh.world.causal.VersionVector;
import worldmesh.world.component.ComponentType;
import worldmesh.world.delta.BatchHeader;
import worldmesh.world.delta.Op;
import worldmesh.world.delta.OpBuffer;
import worldmesh.world.delta.SignedBatch;
import worldmesh.world.entity.EntityId;
import worldmesh.world.sector.SectorId;
import worldmesh.world.state.Author;
import worldmesh.world.state.BatchApplication;
import worldmesh.world.state.CellDifference;
import worldmesh.world.state.Cut;
import worldmesh.world.state.MoveForest;
import worldmesh.world.state.OpApplication;
import worldmesh.world.state.OpRules;
import worldmesh.world.state.RecordReads;
import worldmesh.world.state.Residents;
import worldmesh.world.state.SectorState;
import worldmesh.world.state.Witness;
import worldmesh.world.trust.Proof;
import worldmesh.world.trust.ProofBook;

/** All sectors of a replica with the index over them; every change goes through here and is noted. Not thread-safe. */
final class WorldBook implements Witness {
    private final TreeMap<SectorId, SectorReplica> sectors = new TreeMap<>();
    private final Residents residents = new Residents();
    private final ProofBook proofs;
    private final OpRules rules;
    private final OpApplication single;
    private final BatchApplication application;
    private final OpBuffer buffer = new OpBuffer();
    private final BatchReplay replay;
    private final WorldView view;
    private final ReplicaLimits limits;
    private final ChangeCollector changes;
    /** Trees of entities by component, and those that have read all there is. */
    private final Map<Integer, MoveForest> forests = new HashMap<>();

    private final Set<Integer> freshForests = new HashSet<>();
    /** What a cut that is made beside is judged by. */
    private final CutWork.Rules copied;

    private long refusedOps;
    private long rebuilds;
    private long incompleteRebuilds;

    WorldBook(Replica.Setup setup, ProofBook proofs) {
        this.proofs = proofs;
        this.rules = new OpRules(proofs, setup.ownership());
        this.single = new OpApplication(rules);
        this.application = new BatchApplication(rules, this);
        this.replay = new BatchReplay(proofs, new BatchApplication(rules, null));
        this.view = new WorldView(setup.schema(), residents, proofs);
        this.limits = setup.limits();
        this.changes = new ChangeCollector(setup.schema(), residents, view);
        this.copied = copied(setup, proofs);
    }

    /** All these proofs were checked when they were learned. */
    private static CutWork.Rules copied(Replica.Setup setup, ProofBook proofs) {
        return new CutWork.Rules() {
            @Override
            public List<Proof> proofs() {
                return proofs.all();
            }

            @Override
            public ProofBook book() {
                return new ProofBook(setup.manifest(), (key, message, signature) -> true);
            }

            @Override
            public OpRules rules(ProofBook book) {
                return new OpRules(book, setup.ownership());
            }
        };
    }

    SectorReplica sector(SectorId id) {
        return sectors.computeIfAbsent(id, SectorReplica::new);
    }

    /** Forgets a sector in which nothing was written after all. */
    void forget(SectorId id) {
        freshForests.clear();
        SectorReplica sector = sectors.remove(id);
        if (sector != null) {
            residents.forget(sector.state());
        }
    }

    @Nullable SectorReplica known(SectorId id) {
        return sectors.get(id);
    }

    Map<SectorId, SectorReplica> sectors() {
        return sectors;
    }

    Residents residents() {
        return residents;
    }

    ProofBook proofs() {
        return proofs;
    }

    OpRules rules() {
        return rules;
    }

    OpApplication application() {
        return single;
    }

    /** What is known of a sector, with edits that are sealed; a copy. */
    VersionVector vector(SectorId id) {
        SectorReplica found = known(id);
        return found == null ? new VersionVector() : found.state().vector();
    }

    /** The buffer that batches are read into. */
    OpBuffer buffer() {
        return buffer;
    }

    /** The ops of a batch, until the next one is read. */
    OpBuffer read(SignedBatch batch) {
        return batch.read(buffer);
    }

    WorldView view() {
        return view;
    }

    ChangeCollector changes() {
        return changes;
    }

    /** Applies one op and keeps index and changes up to date; false if the rules refuse it. */
    boolean apply(SectorState state, Op op, int index, Author author) {
        return single.apply(state, op, index, author, this);
    }

    /** The tree of a component, as it is now. */
    MoveForest forest(int component) {
        MoveForest forest = forests.computeIfAbsent(component, MoveForest::new);
        if (freshForests.add(component)) {
            List<SectorState> states = new ArrayList<>(sectors.size());
            sectors.values().forEach(sector -> states.add(sector.state()));
            forest.read(states);
        }
        return forest;
    }

    private void touchTree(int component) {
        if (ComponentType.isTree(component)) {
            freshForests.clear();
        }
    }

    @Override
    public void beforeCell(SectorState state, int slot, long replica, long counter, int component) {
        touchTree(component);
        changes.touch(state, slot, replica, counter, component);
    }

    @Override
    public void beforeBareCell(SectorState state, EntityId entity, int component) {
        touchTree(component);
        changes.touch(entity, component);
    }

    @Override
    public void afterCopy(SectorState state, int slot) {
        residents.enter(state.entity(slot), state);
    }

    @Override
    public boolean isUnheardBut(SectorState state, long replica, long counter) {
        return residents.isUnheardBut(state, replica, counter);
    }

    @Override
    public void afterBirth(SectorState state, int slot) {
        changes.touchBorn(state, slot);
        residents.born(state, slot);
    }

    @Override
    public boolean isNewborn(SectorState state, int slot) {
        return changes.isNewborn(state, slot);
    }

    @Override
    public void beforeDeath(SectorState state, int slot) {
        freshForests.clear();
        changes.touchDying(state, slot);
        residents.dies(state, slot);
    }

    @Override
    public void afterDeath(SectorState state, long replica, long counter) {
        residents.died(replica, counter);
    }

    @Override
    public void life(SectorState state, EntityId entity, Runnable change) {
        freshForests.clear();
        changes.touchAll(entity);
        SectorId before = residents.leave(entity, state);
        change.run();
        residents.enter(entity, state, before);
    }

    /** Applies an admitted batch, retains it, and says what changed. */
    List<Change> apply(SignedBatch batch, Author author) {
        SectorReplica sector = sector(batch.sector());
        refusedOps += application.apply(sector.state(), read(batch), author);
        retain(sector, batch);
        return changes.finish(author.holdsGrant(batch.sector()) ? Origin.AUTHORITY : Origin.REMOTE);
    }

    /**
     * Applies the admitted batch of columns under no grant that was read into the buffer last; the changes are told
     * when somebody asks.
     */
    void apply(BatchHeader batch, SectorReplica sector, Author author) {
        refusedOps += application.applyColumns(sector.state(), buffer, author, batch.clock());
        retain(sector, batch, buffer.count());
        changes.close(Origin.REMOTE);
    }

    /** Retains a batch whose ops are applied. */
    private void retain(SectorReplica sector, SignedBatch batch) {
        sector.state().advance(batch.replica(), batch.sequence(), batch.clock());
        sector.log().append(batch);
        sector.trim(limits, replay);
    }

    /** Retains a batch of so many ops, which are applied. */
    void retain(SectorReplica sector, BatchHeader batch, int ops) {
        sector.state().advance(batch.replica(), batch.sequence(), batch.clock());
        sector.log().append(batch, ops);
        sector.trim(limits, replay);
    }

    /** The state of a sector that other batches than those make. */
    SectorState without(SectorReplica sector, Predicate<SignedBatch> leftOut) {
        return sector.without(leftOut, replay);
    }

    /** A copy of the state of a sector without the batches above a vector. */
    SectorState upTo(SectorReplica sector, VersionVector reach) {
        return reach.covers(sector.state().vector())
                ? sector.state().copy()
                : sector.without(batch -> batch.sequence() > reach.last(batch.replica()), replay);
    }

    /** Who wrote the batch, null if the certificate is not known. */
    @Nullable Author author(SignedBatch batch) {
        return replay.author(batch);
    }

    /** Who writes batches of columns under no grant, at no time in particular; null if the certificate is not known. */
    @Nullable Author plainAuthor(long replica) {
        return replay.plainAuthor(replica);
    }

    /** Before a replica's certificate is learned: it owns what was born there and never given away. */
    void noteBorn(long replica) {
        for (EntityId entity : residents.living()) {
            if (entity.replica() == replica) {
                changes.touch(entity);
            }
        }
    }

    /** Computes sectors anew after somebody was cut off; null means all. */
    List<Change> rebuild(@Nullable SectorId only) {
        freshForests.clear();
        List<SectorReplica> affected = new ArrayList<>();
        sectors.forEach((id, sector) -> {
            if (only == null || only.equals(id)) {
                affected.add(sector);
            }
        });
        affected.forEach(sector -> noteAll(sector.state()));
        List<SectorState> before = affected.stream().map(SectorReplica::state).toList();
        for (SectorReplica sector : affected) {
            incompleteRebuilds += sector.rebuild(replay) ? 0 : 1;
            rebuilds++;
        }
        replace(before, affected);
        return changes.finish(Origin.REMOTE);
    }

    /** Lets the index follow states that were computed anew; what was noted of the states before is known already. */
    private void replace(List<SectorState> before, List<SectorReplica> after) {
        for (int i = 0; i < before.size(); i++) {
            SectorState now = after.get(i).state();
            for (int slot : now.slots()) {
                // Who was dead before may live again.
                if (before.get(i).slot(now.entity(slot)) == SectorState.NONE) {
                    changes.touchAll(now.entity(slot));
                }
            }
        }
        for (int i = 0; i < before.size(); i++) {
            residents.replace(before.get(i), after.get(i).state());
        }
    }

    /** Makes a cut; changes are told only if what was written too late for it wins now. */
    SectorReplica.Settling settle(Cut cut) {
        SectorReplica sector = sector(cut.sector());
        SectorState before = sector.state();
        if (!replay.counts(cut)) {
            return SectorReplica.Settling.WAITS;
        }
        changes.settle();
        SectorReplica.Settling settling = sector.settle(cut, replay);
        if (sector.state() != before) {
            List<EntityId> different = before.tree().differences(sector.state().tree(), Integer.MAX_VALUE).stream()
                    .map(CellDifference::entity)
                    .distinct()
                    .toList();
            follow(before, sector.state(), different);
        }
        return settling;
    }

    /** Lets the changes and the index follow a state that was settled. */
    private void follow(SectorState before, SectorState after, List<EntityId> different) {
        different.forEach(changes::touchAll);
        residents.replace(before, after, different);
    }

    /** A cut to be made beside, null if it cannot be made now. */
    @Nullable CutWork begin(Cut cut) {
        SectorReplica sector = known(cut.sector());
        return sector == null || !replay.counts(cut) ? null : sector.begin(cut, copied);
    }

    /** Takes over a cut that was made beside. */
    SectorReplica.Settling finish(CutWork work) {
        SectorReplica sector = sector(work.cut().sector());
        SectorState before = sector.state();
        if (!replay.counts(work.cut())) {
            return SectorReplica.Settling.WAITS;
        }
        changes.settle();
        SectorReplica.Settling settling = sector.finish(work, replay);
        if (sector.state() != before) {
            follow(before, sector.state(), work.late());
        }
        return settling;
    }

    /**
     * Joins a snapshot, of which these are the bytes, of somebody who has that much; null if it holds batches of
     * somebody cut off, or is of another cut that this side cannot go on from.
     */
    @Nullable List<Change> install(SectorState snapshot, byte @Nullable [] packed, VersionVector sender) {
        if (!replay.counts(snapshot)) {
            return null;
        }
        SectorReplica sector = sector(snapshot.id());
        SectorState before = sector.state();
        if (residents.isEmpty()) {
            changes.touchFirst(snapshot);
        } else {
            noteAll(before);
            noteAll(snapshot);
        }
        freshForests.clear();
        boolean joined = sector.install(snapshot, packed, sender, replay);
        if (sector.state() != before) {
            residents.replace(before, sector.state());
        }
        if (!joined) {
            changes.finish(Origin.REMOTE);
            return null;
        }
        return changes.finish(Origin.REMOTE);
    }

    /** Joins what a neighbour's state has more than this one; null if it holds batches of somebody who was cut off. */
    @Nullable List<Change> reconcile(SectorState difference) {
        if (!replay.counts(difference)) {
            return null;
        }
        SectorReplica sector = sector(difference.id());
        if (difference.cut() != sector.state().cut()) {
            return null;
        }
        noteAll(difference);
        freshForests.clear();
        residents.join(sector.state(), difference, () -> sector.reconcile(difference));
        return changes.finish(Origin.REMOTE);
    }

    private void noteAll(SectorState state) {
        for (int slot : state.slots()) {
            changes.touchAll(state, slot);
        }
        residents.eachDying(state, changes::touchAll);
    }

    ReplicaStats stats(Admission admission) {
        long batches = 0;
        long bytes = 0;
        RecordReads reads = new RecordReads();
        for (SectorReplica sector : sectors.values()) {
            reads.add(sector.state().reads());
            batches += sector.log().count();
            bytes += sector.log().bytes();
        }
        return new ReplicaStats(
                sectors.size(),
                residents.livingCount(),
                batches,
                bytes,
                admission.parking().count(),
                admission.parking().refused(),
                admission.rejected(),
                refusedOps,
                rebuilds,
                incompleteRebuilds,
                reads);
    }
}
