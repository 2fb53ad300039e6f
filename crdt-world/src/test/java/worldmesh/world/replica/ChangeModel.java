package worldmesh.world.replica;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.NullUnmarked;
import worldmesh.runtime.identity.PeerId;
import worldmesh.world.bytes.Payload;
import worldmesh.world.component.RecordCodec;
import worldmesh.world.entity.EntityId;
import worldmesh.world.hash.Hash;
import worldmesh.world.sector.SectorId;

/** A world kept from change notifications alone. */
@NullUnmarked // an unexpected null fails the test anyway
final class ChangeModel {
    private final TreeMap<EntityId, Row> rows = new TreeMap<>();

    private final EnumSet<ChangeKind> kinds = EnumSet.noneOf(ChangeKind.class);
    private final EnumSet<Origin> origins = EnumSet.noneOf(Origin.class);

    private static final class Row {
        SectorId sector;
        PeerId owner;
        final TreeMap<Integer, Record> records = new TreeMap<>();
        final TreeMap<Integer, Opaque> unread = new TreeMap<>();
    }

    void apply(List<Change> changes) {
        changes.forEach(this::apply);
    }

    /** Adds what kinds of change this model was told, and of which origins. */
    void told(EnumSet<ChangeKind> allKinds, EnumSet<Origin> allOrigins) {
        allKinds.addAll(kinds);
        allOrigins.addAll(origins);
    }

    private void apply(Change change) {
        kinds.add(change.kind());
        origins.add(change.origin());
        switch (change.kind()) {
            case SPAWNED -> {
                Row row = new Row();
                row.sector = change.sector();
                row.owner = change.owner();
                require(rows.put(change.entity(), row) == null, "spawned twice", change);
            }
            case MOVED -> {
                require(!change.sector().equals(row(change).sector), "moved nowhere", change);
                row(change).sector = change.sector();
            }
            case OWNER_CHANGED -> {
                require(!Objects.equals(change.owner(), row(change).owner), "given to its owner", change);
                row(change).owner = change.owner();
            }
            case DELETED -> require(rows.remove(change.entity()) != null, "deleted unknown", change);
            case CHANGED -> set(row(change).records, change.type().id(), change);
            case UNREAD -> {
                Opaque one = (Opaque) (change.after() == null ? change.before() : change.after());
                set(row(change).unread, one.component(), change);
            }
        }
    }

    private Row row(Change change) {
        Row row = rows.get(change.entity());
        require(row != null, "changed unknown", change);
        return row;
    }

    @SuppressWarnings("unchecked") // the kind of change says what its records are
    private static <T extends Record> void set(Map<Integer, T> cells, int component, Change change) {
        require(Objects.equals(cells.get(component), change.before()), "before does not fit", change);
        require(!Objects.equals(change.before(), change.after()), "changed nothing", change);
        if (change.after() == null) {
            cells.remove(component);
        } else {
            cells.put(component, (T) change.after());
        }
    }

    private static void require(boolean holds, String what, Change change) {
        if (!holds) {
            throw new AssertionError(what + ": " + change);
        }
    }

    Hash digest() {
        WorldDigest digest = new WorldDigest();
        for (Map.Entry<EntityId, Row> entry : rows.entrySet()) {
            Row row = entry.getValue();
            digest.entity(entry.getKey(), row.sector);
            TreeMap<Integer, Payload> values = new TreeMap<>();
            row.records.forEach((id, value) ->
                    values.put(id, encode(TestWorld.SCHEMA.component(id).codec(), value)));
            row.unread.forEach((id, value) -> values.put(id, value.bytes()));
            values.forEach(digest::value);
        }
        return digest.finish();
    }

    private static <T extends Record> Payload encode(RecordCodec<T> codec, Record value) {
        return Payload.wrap(codec.encode(codec.type().cast(value)));
    }

    /** The owners of the living by entity. */
    Map<EntityId, PeerId> owners() {
        TreeMap<EntityId, PeerId> out = new TreeMap<>();
        rows.forEach((entity, row) -> out.put(entity, row.owner));
        return out;
    }
}
