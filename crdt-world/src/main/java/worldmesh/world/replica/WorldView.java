package worldmesh.world.replica;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import worldmesh.runtime.identity.PeerId;
import worldmesh.world.component.ComponentType;
import worldmesh.world.component.Schema;
import worldmesh.world.crdt.Cell;
import worldmesh.world.crdt.Register;
import worldmesh.world.crdt.TextCell;
import worldmesh.world.entity.EntityId;
import worldmesh.world.entity.Trust;
import worldmesh.world.hash.Hash;
import worldmesh.world.sector.SectorId;
import worldmesh.world.state.EntityCopy;
import worldmesh.world.state.Ownership;
import worldmesh.world.state.Resident;
import worldmesh.world.state.Residents;
import worldmesh.world.state.SectorState;
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
        Resident resident = residents.resident(entity);
        Cell cell = resident == null ? null : resident.cell(type.id());
        return cell == null ? null : record(cell, type);
    }

    /** What a cell shows: the record this program reads, and the bytes if that does not say all of them. */
    record Shown(@Nullable Record value, @Nullable Opaque unread) {
        static final Shown NOTHING = new Shown(null, null);
    }

    Shown shown(@Nullable Resident resident, int component) {
        Cell cell = resident == null ? null : resident.cell(component);
        if (cell == null) {
            return Shown.NOTHING;
        }
        ComponentType<?> type = schema.component(component);
        Record value = type == null ? null : record(cell, type);
        boolean whole = type != null && value != null && isWhole(cell, type, value);
        return new Shown(value, whole ? null : new Opaque(component, cell.value()));
    }

    private static boolean isWhole(Cell cell, ComponentType<?> type, Record value) {
        return cell instanceof Register register
                ? register.isWhole(type)
                : cell instanceof TextCell
                        || type.codec().says(value, cell.value().array());
    }

    private static @Nullable Record record(Cell cell, ComponentType<?> type) {
        if (cell instanceof TextCell text) {
            return text.view(type);
        }
        return cell instanceof Register register
                ? register.view(type)
                : type.codec().decode(cell.value().array());
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
        return owner(entity, residents.resident(entity));
    }

    @Nullable PeerId owner(EntityId entity, @Nullable Resident resident) {
        Ownership ownership = resident == null ? null : resident.ownership();
        return ownership == null ? proofs.peerOf(entity.replica()) : ownership.owner();
    }

    /** The peer whose writes of an OWNED or FIXED component count. */
    @Nullable PeerId writer(EntityId entity, ComponentType<?> type) {
        return type.trust() == Trust.FIXED ? proofs.peerOf(entity.replica()) : owner(entity);
    }

    <T extends Record> void each(@Nullable SectorId sector, Class<T> type, BiConsumer<EntityId, T> visitor) {
        ComponentType<T> component = schema.type(type);
        Iterable<EntityId> ids = sector == null ? residents.living().keySet() : residents.in(sector);
        for (EntityId entity : ids) {
            Record value = value(entity, component);
            if (value != null) {
                visitor.accept(entity, type.cast(value));
            }
        }
    }

    Hash digest() {
        WorldDigest digest = new WorldDigest();
        for (Map.Entry<EntityId, SectorId> entry : residents.living().entrySet()) {
            digest.entity(entry.getKey(), entry.getValue());
            Resident resident = residents.resident(entry.getKey());
            if (resident != null) {
                resident.cells().each((id, cell) -> digest.value(id, cell.value()));
            }
        }
        return digest.finish();
    }

    /** Over everything the sector's own batches say, ghosts and the dead included. */
    static Hash digest(SectorState state) {
        WorldDigest digest = new WorldDigest();
        state.dead().forEach(entity -> digest.entity(entity, state.id()));
        state.eachCopy((entity, copy) -> {
            SectorId home = copy.home();
            digest.entity(entity, home == null ? state.id() : home);
            digest.value(copyFlags(copy), copyOwner(copy));
            copy.cells().each((id, cell) -> digest.value(id, cell.value()));
        });
        return digest.finish();
    }

    private static int copyFlags(EntityCopy copy) {
        return (copy.present() ? 1 : 0) | (copy.home() == null ? 0 : 2);
    }

    private static worldmesh.world.bytes.Payload copyOwner(EntityCopy copy) {
        Ownership ownership = copy.ownership();
        byte[] owner = ownership == null ? new byte[0] : ownership.owner().bytes();
        return worldmesh.world.bytes.Payload.wrap(owner);
    }
}
