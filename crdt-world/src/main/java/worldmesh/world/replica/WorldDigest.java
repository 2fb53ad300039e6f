package worldmesh.world.replica;

import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.world.bytes.Payload;
import worldmesh.world.entity.EntityId;
import worldmesh.world.hash.Hash;
import worldmesh.world.sector.SectorId;

/**
 * Computes the digest of a visible world from its living entities in the order of their ids, each with its components
 * in the order of theirs. Public so that a model kept from changes can be compared with the replica. Not thread-safe.
 */
public final class WorldDigest {
    private final ByteWriter rows = new ByteWriter(4096);
    private Hash digest = Hash.of();

    /** Begins an entity. */
    public WorldDigest entity(EntityId entity, SectorId sector) {
        flush();
        entity.encode(rows);
        sector.encode(rows);
        return this;
    }

    /** Adds a component of the entity that was begun last. */
    public WorldDigest value(int component, Payload value) {
        rows.i32(component).block(value.array());
        return this;
    }

    /** The digest of all that was added. */
    public Hash finish() {
        flush();
        return digest;
    }

    private void flush() {
        if (rows.size() > 0) {
            digest = Hash.of(digest.bytes(), rows.toBytes());
            rows.reset();
        }
    }
}
