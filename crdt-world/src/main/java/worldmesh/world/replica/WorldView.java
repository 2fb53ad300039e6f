package worldmesh.world.replica;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import worldmesh.runtime.identity.PeerId;
import worldmesh.world.bytes.Payload;
import worldmesh.world.component.ComponentType;
import worldmesh.world.component.Schema;
import worldmesh.world.crdt.Cell;
import worldmesh.world.crdt.SequenceCell;
import worldmesh.world.entity.EntityId;
import worldmesh.world.entity.Trust;
import worldmesh.world.hash.Hash;
import worldmesh.world.sector.SectorId;
import worldmesh.world.state.Ownership;
import worldmesh.world.state.Resident;
import worldmesh.world.state.Residents;
import worldmesh.world.trust.ProofBook;

/** Reads the joined world as records of the schema. Not thread-safe. */
final class WorldView {
    private final Schema schema;
    private final Residents residents;
    private final ProofBook proofs;

    WorldView(Schema schema, Residents residents, ProofBook proofs) {
        this.schema = schema;
        this.residents = residents;
        this.proofs = proofs;
    }

    @Nullable Record value(EntityId entity, ComponentType<?> type) {
        return residents.value(entity, type);
    }

    /**
     * What a cell shows: the record this program reads, and the bytes if that does not say all of them; or the text or
     * list that knows what was done to it since.
     */
    record Shown(
            @Nullable Record value,
            @Nullable Opaque unread,
            @Nullable SequenceCell followed) {
        static final Shown NOTHING = new Shown(null, null, null);

        static Shown of(SequenceCell followed) {
            return new Shown(null, null, followed);
        }
    }

    Shown shown(EntityId entity, int component) {
        Resident resident = residents.resident(entity);
        Cell cell = resident == null ? null : resident.cell(component);
        return cell == null ? Shown.NOTHING : shown(component, cell.value());
    }

    Shown shown(int component, Payload bytes) {
        ComponentType<?> type = schema.component(component);
        Record value = type == null ? null : type.codec().decode(bytes.array());
        boolean whole = type != null && value != null && type.codec().says(value, bytes.array());
        return new Shown(value, whole ? null : new Opaque(component, bytes), null);
    }

    List<Record> components(EntityId entity) {
        List<Record> out = new ArrayList<>();
        for (ComponentType<?> type : schema.components()) {
            Record value = residents.home(entity) == null ? null : value(entity, type);
            if (value != null) {
                out.add(value);
            }
        }
        return out;
    }

    @Nullable PeerId owner(EntityId entity) {
        Resident resident = residents.resident(entity);
        Ownership ownership = resident == null ? null : resident.ownership();
        return ownership == null ? proofs.peerOf(entity.replica()) : ownership.owner();
    }

    /** The peer whose writes of an OWNED or FIXED component count. */
    @Nullable PeerId writer(EntityId entity, ComponentType<?> type) {
        return type.trust() == Trust.FIXED ? proofs.peerOf(entity.replica()) : owner(entity);
    }

    <T extends Record> void each(@Nullable SectorId sector, Class<T> type, BiConsumer<EntityId, T> visitor) {
        ComponentType<T> component = schema.type(type);
        List<EntityId> ids = sector == null ? residents.living() : residents.in(sector);
        for (int i = 0; i < ids.size(); i++) {
            EntityId entity = ids.get(i);
            Record value = value(entity, component);
            if (value != null) {
                visitor.accept(entity, type.cast(value));
            }
        }
    }

    Hash digest() {
        WorldDigest digest = new WorldDigest();
        for (EntityId entity : residents.living()) {
            SectorId home = residents.home(entity);
            if (home != null) {
                digest.entity(entity, home);
                residents.eachValue(entity, digest::value);
            }
        }
        return digest.finish();
    }
}
