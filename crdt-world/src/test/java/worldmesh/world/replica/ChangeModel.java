package worldmesh.world.replica;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.NullUnmarked;
import worldmesh.world.bytes.Payload;
import worldmesh.world.component.ComponentType;
import worldmesh.world.component.RecordCodec;
import worldmesh.world.entity.EntityId;
import worldmesh.world.hash.Hash;
import worldmesh.world.sector.SectorId;

/** A world kept from change notifications alone. */
@NullUnmarked // an unexpected null fails the test anyway
final class ChangeModel {
    private final TreeMap<EntityId, Row> rows = new TreeMap<>();

    private static final class Row {
        SectorId sector = SectorId.ORIGIN;
        final TreeMap<Integer, Payload> values = new TreeMap<>();
        final TreeMap<Integer, Record> records = new TreeMap<>();
    }

    void apply(List<Change> changes) {
        changes.forEach(this::apply);
    }

    private void apply(Change change) {
        switch (change.kind()) {
            case SPAWNED -> {
                Row row = new Row();
                row.sector = change.sector();
                require(rows.put(change.entity(), row) == null, "spawned twice", change);
            }
            case MOVED -> row(change).sector = change.sector();
            case OWNER_CHANGED -> row(change);
            case DELETED -> require(rows.remove(change.entity()) != null, "deleted unknown", change);
            case CHANGED -> set(row(change), change);
        }
    }

    private Row row(Change change) {
        Row row = rows.get(change.entity());
        require(row != null, "changed unknown", change);
        return row;
    }

    private static void set(Row row, Change change) {
        ComponentType<?> type = change.type();
        int id = type.id();
        require(java.util.Objects.equals(row.records.get(id), change.before()), "before does not fit", change);
        if (change.after() == null) {
            row.records.remove(id);
            row.values.remove(id);
        } else {
            row.records.put(id, change.after());
            row.values.put(id, encode(type.codec(), change.after()));
        }
    }

    private static <T extends Record> Payload encode(RecordCodec<T> codec, Record value) {
        return Payload.wrap(codec.encode(codec.type().cast(value)));
    }

    private static void require(boolean holds, String what, Change change) {
        if (!holds) {
            throw new AssertionError(what + ": " + change);
        }
    }

    Hash digest() {
        WorldDigest digest = new WorldDigest();
        for (Map.Entry<EntityId, Row> entry : rows.entrySet()) {
            digest.entity(entry.getKey(), entry.getValue().sector);
            entry.getValue().values.forEach(digest::value);
        }
        return digest.finish();
    }
}
