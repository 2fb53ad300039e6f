package worldmesh.world.replica;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import worldmesh.runtime.identity.PeerId;
import worldmesh.world.causal.VersionVector;
import worldmesh.world.delta.Op;
import worldmesh.world.delta.SignedBatch;
import worldmesh.world.entity.EntityId;
import worldmesh.world.sector.SectorId;
import worldmesh.world.trust.LearnStatus;
import worldmesh.world.trust.ProofId;
import worldmesh.world.trust.ReplicaIdentity;

/**
 * What this peer writes as the authority, under an identity of its own. It is visible here at once; until it is decided
 * nobody else is told: vectors, digests, snapshots and catch-up are as if it were not there, and the peer's own batches
 * that rest on an ownership it gave are held. So a tenure's undecided batches can vanish with a reopening of the store.
 */
public final class Tenure {
    private final ReplicaIdentity identity;
    private final LocalEdits own;
    private final LocalEdits edits;
    private final EntityEdits entities;
    private final Map<SectorId, Long> decided = new TreeMap<>();
    private final Set<ProofId> undecidedClaims = new HashSet<>();

    /** A tenure by an identity that is certified and never wrote, once nothing of the one before is undecided. */
    static Tenure open(Replica replica, Replica.Setup setup, ReplicaIdentity identity, LocalEdits edits) {
        WorldBook book = replica.book;
        boolean certified =
                identity.certificate().tenure() && book.proofs().learn(identity.certificate()) != LearnStatus.REFUSED;
        for (SectorReplica sector : book.sectors().values()) {
            if (replica.isUndecided(sector.state())) {
                throw new IllegalStateException("batches of the tenure before are not decided in sector "
                        + sector.state().id() + "; confirm them or open the replica again from its store");
            }
            certified &= sector.state().sequence(identity.replica()) == 0;
        }
        if (!certified) {
            throw new IllegalArgumentException("replica " + Long.toHexString(identity.replica())
                    + " is not one of a fresh tenure; draw a new identity for it");
        }
        return new Tenure(setup, identity, book, edits);
    }

    Tenure(Replica.Setup setup, ReplicaIdentity identity, WorldBook book, LocalEdits own) {
        this.identity = identity;
        this.own = own;
        this.edits = own.of(setup, identity);
        this.entities = new EntityEdits(setup, identity, book, edits);
        own.holdBy(undecidedClaims::contains);
        own.alternateWith(edits);
        edits.alternateWith(own);
    }

    /** The identity its batches are signed by. */
    public ReplicaIdentity identity() {
        return identity;
    }

    /** Under this peer's newest grant: a new entity of another owner, CRITICAL itself; components SHARED or OWNED. */
    public EntityId spawnAs(PeerId owner, SectorId sector, Record... components) {
        EntityId born = entities.spawnAs(owner, sector, components);
        noteClaim(entities.claimOf(born));
        return born;
    }

    /** Ends an entity for ever. */
    public void delete(EntityId entity) {
        entities.delete(entity.replica(), entity.counter());
    }

    /** Sets a SHARED register. */
    public void put(EntityId entity, Record value) {
        entities.put(entity, value);
    }

    /** Sets a CRITICAL register under this peer's grant of that epoch at an index of the authority's log. */
    public void putCritical(EntityId entity, Record value, long epoch, long index) {
        entities.putCritical(entity, value, epoch, index);
    }

    /** Gives an entity to another owner. */
    public void transfer(EntityId entity, PeerId newOwner) {
        noteClaim(entities.transfer(entity, newOwner));
    }

    /** An edit of the peer's own may name the claim before the tenure is sealed. */
    private void noteClaim(@Nullable ProofId claim) {
        if (claim != null) {
            undecidedClaims.add(claim);
        }
    }

    void close() {
        edits.close();
    }

    List<SignedBatch> seal() {
        edits.close();
        return edits.drain();
    }

    /** The batches are decided: everybody may see them, and what was held for them goes with the next seal. */
    public void confirm(List<SignedBatch> batches) {
        for (SignedBatch batch : batches) {
            if (batch.replica() == identity.replica()) {
                decided.merge(batch.sector(), batch.sequence(), Math::max);
                forget(batch);
            }
        }
        if (undecidedClaims.isEmpty()) {
            own.release();
        }
    }

    private void forget(SignedBatch batch) {
        if (undecidedClaims.isEmpty()) {
            return;
        }
        for (Op op : batch.ops()) {
            if (op instanceof Op.Transfer transfer) {
                undecidedClaims.remove(transfer.claim().id());
            }
        }
    }

    private long decidedIn(SectorId sector) {
        return decided.getOrDefault(sector, 0L);
    }

    boolean isDecided(SignedBatch batch) {
        return batch.replica() != identity.replica() || batch.sequence() <= decidedIn(batch.sector());
    }

    Set<ProofId> undecidedClaims() {
        return undecidedClaims;
    }

    /** True if the vector of the sector counts batches that are not decided. */
    boolean isUndecided(SectorId sector, VersionVector vector) {
        return vector.last(identity.replica()) > decidedIn(sector);
    }

    /** The vector without what is not decided. */
    VersionVector decided(SectorId sector, VersionVector vector) {
        if (!isUndecided(sector, vector)) {
            return vector;
        }
        VersionVector known = new VersionVector();
        vector.entries().forEach((replica, last) -> {
            long counted = replica == identity.replica() ? decidedIn(sector) : last;
            if (counted > 0) {
                known.set(replica, counted);
            }
        });
        return known;
    }
}
