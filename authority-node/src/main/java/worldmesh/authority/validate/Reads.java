package worldmesh.authority.validate;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.runtime.identity.PeerId;
import worldmesh.world.component.ComponentType;
import worldmesh.world.component.Schema;
import worldmesh.world.entity.EntityId;
import worldmesh.world.replica.Replica;
import worldmesh.world.sector.SectorId;
import worldmesh.world.trust.WireIds;

/**
 * What the rule of one command was told that does not follow from the log: whether entities live, whose and where they
 * are, and cells that are not CRITICAL. An absent answer is an answer. Not thread-safe.
 */
public final class Reads {
    private static final int READS_MAX = 1 << 20;
    private static final int VALUE_BYTES_MAX = 1 << 20;

    private final TreeMap<EntityId, Boolean> lives = new TreeMap<>();
    private final TreeMap<EntityId, Answer<PeerId>> owners = new TreeMap<>();
    private final TreeMap<EntityId, Answer<SectorId>> places = new TreeMap<>();
    private final TreeMap<Integer, Map<EntityId, Answer<Record>>> cells = new TreeMap<>();
    private final TreeMap<Integer, Map<EntityId, Answer<Record>>> iterations = new TreeMap<>();

    /** Something that was read, or that nothing was there. */
    public record Answer<T>(@Nullable T value) {}

    void lives(EntityId entity, boolean alive) {
        lives.put(entity, alive);
    }

    void owner(EntityId entity, @Nullable PeerId owner) {
        owners.put(entity, new Answer<>(owner));
    }

    void place(EntityId entity, @Nullable SectorId sector) {
        places.put(entity, new Answer<>(sector));
    }

    void cell(int type, EntityId entity, @Nullable Record value) {
        cells.computeIfAbsent(type, id -> new TreeMap<>()).put(entity, new Answer<>(value));
    }

    void iteration(int type, Map<EntityId, ? extends Record> found) {
        TreeMap<EntityId, Answer<Record>> all = new TreeMap<>();
        found.forEach((entity, value) -> all.put(entity, new Answer<>(value)));
        iterations.put(type, all);
    }

    /** Whether an entity lived, null if nobody asked. */
    public @Nullable Boolean lives(EntityId entity) {
        return lives.get(entity);
    }

    /** Those that lived, of those somebody asked about. */
    public Set<EntityId> living() {
        Set<EntityId> living = new LinkedHashSet<>();
        lives.forEach((entity, alive) -> {
            if (alive) {
                living.add(entity);
            }
        });
        return living;
    }

    /** The owner of an entity, null if nobody asked. */
    public @Nullable Answer<PeerId> owner(EntityId entity) {
        return owners.get(entity);
    }

    /** Where an entity was; null if nobody asked. */
    public @Nullable Answer<SectorId> place(EntityId entity) {
        return places.get(entity);
    }

    /** The value of a cell; null if nobody asked. */
    public @Nullable Answer<Record> cell(int type, EntityId entity) {
        Map<EntityId, Answer<Record>> of = cells.get(type);
        return of == null ? null : of.get(entity);
    }

    /** All living entities with a component, null if nobody asked. */
    public @Nullable Map<EntityId, Answer<Record>> iteration(int type) {
        return iterations.get(type);
    }

    /** How many of these answers a replica, as far as it has come, would give otherwise; lists are not compared. */
    public int differing(Replica replica) {
        int[] differing = {0};
        lives.forEach((entity, alive) -> differing[0] += replica.exists(entity) == alive ? 0 : 1);
        owners.forEach((entity, owner) -> differing[0] += Objects.equals(replica.owner(entity), owner.value()) ? 0 : 1);
        places.forEach((entity, place) -> {
            SectorId own = replica.exists(entity) ? replica.sectorOf(entity) : null;
            differing[0] += Objects.equals(own, place.value()) ? 0 : 1;
        });
        cells.forEach((id, found) -> {
            ComponentType<?> type = replica.schema().component(id);
            found.forEach((entity, value) -> {
                Record own = type == null ? null : replica.get(entity, type.type());
                differing[0] += Objects.equals(own, value.value()) ? 0 : 1;
            });
        });
        return differing[0];
    }

    /** The reads as bytes, see docs/journal.md; none are no bytes. */
    public byte[] encode(Schema schema) {
        if (lives.isEmpty() && owners.isEmpty() && places.isEmpty() && cells.isEmpty() && iterations.isEmpty()) {
            return new byte[0];
        }
        ByteWriter out = new ByteWriter(256);
        write(lives, out, alive -> out.u8(alive ? 1 : 0));
        write(owners, out, owner -> optional(owner, out, peer -> out.bytes(peer.bytes())));
        write(places, out, place -> optional(place, out, sector -> sector.encode(out)));
        values(cells, schema, out);
        values(iterations, schema, out);
        return out.toBytes();
    }

    private static void values(Map<Integer, Map<EntityId, Answer<Record>>> all, Schema schema, ByteWriter out) {
        out.varint(all.size());
        all.forEach((type, found) -> {
            out.i32(type);
            write(found, out, value -> optional(value, out, record -> out.block(bytes(schema, record))));
        });
    }

    private static <T extends Record> byte[] bytes(Schema schema, T value) {
        return schema.typeOf(value).codec().encode(value);
    }

    private static <V> void write(Map<EntityId, V> all, ByteWriter out, Consumer<V> value) {
        out.varint(all.size());
        all.forEach((entity, each) -> {
            entity.encode(out);
            value.accept(each);
        });
    }

    private static <T> void optional(Answer<T> answer, ByteWriter out, Consumer<T> value) {
        T present = answer.value();
        out.u8(present == null ? 0 : 1);
        if (present != null) {
            value.accept(present);
        }
    }

    /** Reads what {@link #encode} wrote, null if malformed or of components that the schema does not know. */
    public static @Nullable Reads decode(byte[] data, Schema schema) {
        Reads reads = new Reads();
        if (data.length == 0) {
            return reads;
        }
        ByteReader in = new ByteReader(data);
        read(in, reads.lives::put, WireIds::flag);
        read(in, reads.owners::put, each -> answer(each, WireIds::peer));
        read(in, reads.places::put, each -> answer(each, SectorId::decode));
        values(in, reads.cells, schema);
        values(in, reads.iterations, schema);
        return in.complete() ? reads : null;
    }

    private static void values(ByteReader in, Map<Integer, Map<EntityId, Answer<Record>>> all, Schema schema) {
        int types = in.count(READS_MAX);
        for (int i = 0; i < types && in.ok(); i++) {
            ComponentType<?> type = schema.component(in.i32());
            if (type == null) {
                in.fail();
                return;
            }
            TreeMap<EntityId, Answer<Record>> found = new TreeMap<>();
            read(in, found::put, each -> answer(each, value -> record(value, type)));
            all.put(type.id(), found);
        }
    }

    private static @Nullable Record record(ByteReader in, ComponentType<?> type) {
        Record value = type.codec().decode(in.block(VALUE_BYTES_MAX));
        if (value == null) {
            in.fail();
        }
        return value;
    }

    private static <T> Answer<T> answer(ByteReader in, Function<ByteReader, @Nullable T> value) {
        return new Answer<>(WireIds.flag(in) ? value.apply(in) : null);
    }

    private static <V> void read(ByteReader in, BiConsumer<EntityId, V> into, Function<ByteReader, V> value) {
        int count = in.count(READS_MAX);
        for (int i = 0; i < count && in.ok(); i++) {
            EntityId entity = EntityId.decode(in);
            into.accept(entity, value.apply(in));
        }
    }
}
