package worldmesh.world.replica;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import worldmesh.world.delta.Op;
import worldmesh.world.delta.SignedBatch;
import worldmesh.world.entity.EntityId;
import worldmesh.world.sector.SectorId;
import worldmesh.world.state.Author;
import worldmesh.world.state.OpApplication;
import worldmesh.world.state.OpRules;
import worldmesh.world.state.Residents;
import worldmesh.world.state.SectorState;
import worldmesh.world.trust.ProofBook;

/** All sectors of a replica with the index over them; every change goes through here and is noted. Not thread-safe. */
final class WorldBook {
    private final TreeMap<SectorId, SectorReplica> sectors = new TreeMap<>();
    private final Residents residents = new Residents();
    private final ProofBook proofs;
    private final OpRules rules;
    private final OpApplication application;
    private final BatchReplay replay;
    private final WorldView view;
    private final ReplicaLimits limits;
    private final ChangeCollector changes;
    private long refusedOps;
    private long rebuilds;
    private long incompleteRebuilds;

    WorldBook(Replica.Setup setup, ProofBook proofs) {
        this.proofs = proofs;
        this.rules = new OpRules(proofs, setup.ownership());
        this.application = new OpApplication(rules);
        this.replay = new BatchReplay(proofs, application);
        this.view = new WorldView(setup.schema(), residents, proofs);
        this.limits = setup.limits();
        this.changes = new ChangeCollector(setup.schema(), residents, view);
    }

    SectorReplica sector(SectorId id) {
        return sectors.computeIfAbsent(id, SectorReplica::new);
    }

    /** Forgets a sector in which nothing was written after all. */
    void forget(SectorId id) {
        sectors.remove(id);
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
        return application;
    }

    WorldView view() {
        return view;
    }

    ChangeCollector changes() {
        return changes;
    }

    /** Applies one op and keeps index and changes up to date; false if the rules refuse it. */
    boolean apply(SectorState state, Op op, int index, Author author) {
        EntityId entity = op.entity();
        if (entity == null) {
            return application.apply(state, op, index, author);
        }
        note(op, entity);
        boolean applied = application.apply(state, op, index, author);
        if (applied) {
            refresh(op, entity, state);
        }
        return applied;
    }

    private void note(Op op, EntityId entity) {
        switch (op.kind()) {
            case WRITE -> changes.touch(entity, ((Op.Write) op).component());
            case ADD -> changes.touch(entity, ((Op.Add) op).component());
            case INCLUDE -> changes.touch(entity, ((Op.Include) op).component());
            case EXCLUDE -> changes.touch(entity, ((Op.Exclude) op).component());
            case OFFER -> changes.touch(entity, ((Op.Offer) op).component());
            case ENTITLE -> changes.touch(entity, ((Op.Entitle) op).component());
            case SPEND -> changes.touch(entity, ((Op.Spend) op).component());
            case PAINT -> changes.touch(entity, ((Op.Paint) op).component());
            case BIND -> changes.touch(entity, ((Op.Bind) op).component());
            case EDIT -> changes.touch(entity, ((Op.Edit) op).component());
            case ENTER -> changes.touchAll(entity);
            case SPAWN, DELETE, CLAIM, LEAVE, UNKNOWN -> changes.touch(entity);
        }
    }

    private void refresh(Op op, EntityId entity, SectorState state) {
        switch (op.kind()) {
            case WRITE, ADD, INCLUDE, EXCLUDE, OFFER, ENTITLE, SPEND, PAINT, BIND, EDIT -> {
                if (!state.isDead(entity)) {
                    residents.refreshCell(entity, state);
                }
            }
            case SPAWN, DELETE, CLAIM, LEAVE, ENTER, UNKNOWN -> residents.refresh(entity, state);
        }
    }

    /** Applies an admitted batch, retains it, and says what changed. */
    List<Change> apply(SignedBatch batch, Author author) {
        SectorReplica sector = sector(batch.sector());
        List<Op> ops = batch.ops();
        for (int i = 0; i < ops.size(); i++) {
            if (!apply(sector.state(), ops.get(i), batch.index(i), author)) {
                refusedOps++;
            }
        }
        retain(sector, batch);
        return changes.finish(author.holdsGrant(batch.sector()) ? Origin.AUTHORITY : Origin.REMOTE);
    }

    /** Retains a batch whose ops are applied. */
    void retain(SectorReplica sector, SignedBatch batch) {
        sector.state().advance(batch.replica(), batch.sequence(), batch.clock());
        sector.log().append(batch);
        sector.trim(limits, replay);
    }

    /** The state of a sector that other batches than those make. */
    SectorState without(SectorReplica sector, Predicate<SignedBatch> leftOut) {
        return sector.without(leftOut, replay);
    }

    /** Who wrote the batch, null if the certificate is not known. */
    @Nullable Author author(SignedBatch batch) {
        return replay.author(batch);
    }

    /** Before a replica's certificate is learned: it owns what was born there and never given away. */
    void noteBorn(long replica) {
        residents
                .living()
                .subMap(new EntityId(replica, 0), true, new EntityId(replica, -1), true)
                .keySet()
                .forEach(changes::touch);
    }

    /** Computes sectors anew after somebody was cut off; null means all. */
    List<Change> rebuild(@Nullable SectorId only) {
        List<SectorReplica> affected = new ArrayList<>();
        sectors.forEach((id, sector) -> {
            if (only == null || only.equals(id)) {
                affected.add(sector);
            }
        });
        affected.forEach(sector -> noteAll(sector.state()));
        for (SectorReplica sector : affected) {
            SectorState before = sector.state();
            incompleteRebuilds += sector.rebuild(replay) ? 0 : 1;
            residents.replace(before, sector.state());
            rebuilds++;
        }
        return changes.finish(Origin.REMOTE);
    }

    /** Joins a snapshot's state; null if it holds batches of somebody who was cut off. */
    @Nullable List<Change> install(SectorState snapshot) {
        if (!replay.counts(snapshot)) {
            return null;
        }
        SectorReplica sector = sector(snapshot.id());
        SectorState before = sector.state();
        noteAll(before);
        noteAll(snapshot);
        sector.install(snapshot);
        residents.replace(before, sector.state());
        return changes.finish(Origin.REMOTE);
    }

    /** Joins what a neighbour's state has more than this one; null if it holds batches of somebody who was cut off. */
    @Nullable List<Change> reconcile(SectorState difference) {
        if (!replay.counts(difference)) {
            return null;
        }
        SectorReplica sector = sector(difference.id());
        noteAll(difference);
        sector.reconcile(difference);
        difference.entities().forEach(entity -> residents.refresh(entity, sector.state()));
        difference.dead().forEach(entity -> residents.refresh(entity, sector.state()));
        return changes.finish(Origin.REMOTE);
    }

    private void noteAll(SectorState state) {
        TreeSet<EntityId> all = new TreeSet<>(state.entities());
        all.addAll(state.dead());
        all.forEach(changes::touchAll);
    }

    ReplicaStats stats(Admission admission) {
        long batches = 0;
        long bytes = 0;
        for (SectorReplica sector : sectors.values()) {
            batches += sector.log().count();
            bytes += sector.log().bytes();
        }
        return new ReplicaStats(
                sectors.size(),
                residents.living().size(),
                batches,
                bytes,
                admission.parking().count(),
                admission.parking().refused(),
                admission.rejected(),
                refusedOps,
                rebuilds,
                incompleteRebuilds);
    }
}
