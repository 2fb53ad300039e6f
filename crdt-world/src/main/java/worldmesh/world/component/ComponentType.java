package worldmesh.world.component;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import worldmesh.world.entity.Trust;

/**
 * A component of the schema: its stable id, class of trust, kind of cell and codec. The id is the hash of the name with
 * trust and kind in its low bits, so that a replica that does not know the component still judges and merges its ops.
 */
public final class ComponentType<T extends Record> {
    private static final int KIND_BITS = 3;
    private static final int TRUST_BITS = 2;

    /** Below the hash of the name in an id. */
    static final int LOW_BITS = KIND_BITS + TRUST_BITS;

    /** Kinds from this on are SHARED and use the bits of trust for their own code. */
    private static final int SHARED_KINDS = 4;

    private final int id;
    private final String name;
    private final RecordCodec<T> codec;
    private final boolean motion;
    private final boolean account;
    private final ReplicationPlan replication;
    private final @Nullable ElementCodec elements;

    private ComponentType(ComponentShape shape, RecordCodec<T> codec, @Nullable ElementCodec elements) {
        this.id = idOf(shape.name(), shape.trust(), shape.kind());
        this.name = shape.name();
        this.codec = codec;
        this.motion = shape.motion();
        this.account = shape.account();
        this.replication = shape.plan();
        this.elements = elements;
    }

    /** Reads the annotations of {@code type} and binds its codec; refuses contradictions and names the way out. */
    static <T extends Record> ComponentType<T> of(Class<T> type) {
        ComponentShape shape = ComponentShape.of(type);
        ElementCodec elements = elements(type);
        RecordCodec<T> codec = switch (shape.kind()) {
            case ADD_WINS_SET -> SetRecord.codec(type);
            case ADD_WINS_MAP -> MapRecord.codec(type);
            case TEXT -> TextRecord.codec(type);
            case LIST -> ListRecord.codec(type, Objects.requireNonNull(elements, "a list has values"));
            case REGISTER, COUNTER, ENABLE_WINS_FLAG, MAX, MIN, BOUNDED_COUNTER, TILES, TREE -> RecordCodec.of(type);
        };
        return new ComponentType<>(shape, codec, elements);
    }

    private static @Nullable ElementCodec elements(Class<? extends Record> type) {
        ListOf list = type.getAnnotation(ListOf.class);
        return list == null ? null : ElementCodec.of(type, list.value());
    }

    /** The id of a component with this name, trust and kind. */
    public static int idOf(String name, Trust trust, CellKind kind) {
        return (StableHash.of(name) << LOW_BITS) | (trust.code() << KIND_BITS) | kind.code();
    }

    /** The trust that is written in a component id. */
    public static Trust trustOf(int id) {
        if ((id & ((1 << KIND_BITS) - 1)) >= SHARED_KINDS) {
            return Trust.SHARED;
        }
        return Trust.ofCode((id >> KIND_BITS) & ((1 << TRUST_BITS) - 1));
    }

    /** The kind that is written in a component id, null if this version does not know it. */
    public static @Nullable CellKind kindOf(int id) {
        return switch (id & ((1 << KIND_BITS) - 1)) {
            case 0 -> CellKind.REGISTER;
            case 1 -> CellKind.COUNTER;
            case 2 -> CellKind.ADD_WINS_SET;
            case 3 -> CellKind.ENABLE_WINS_FLAG;
            default -> sharedKind(id & ((1 << (KIND_BITS + TRUST_BITS)) - 1));
        };
    }

    /** True if the kind in the id is a tree. */
    public static boolean isTree(int id) {
        return (id & ((1 << (KIND_BITS + TRUST_BITS)) - 1)) == CellKind.TREE.code();
    }

    private static @Nullable CellKind sharedKind(int code) {
        return switch (code) {
            case 4 -> CellKind.MAX;
            case 5 -> CellKind.BOUNDED_COUNTER;
            case 6 -> CellKind.TILES;
            case 7 -> CellKind.ADD_WINS_MAP;
            case 12 -> CellKind.MIN;
            case 13 -> CellKind.TEXT;
            case 14 -> CellKind.LIST;
            case 15 -> CellKind.TREE;
            default -> null;
        };
    }

    /** The stable id. */
    public int id() {
        return id;
    }

    /** The stable name. */
    public String name() {
        return name;
    }

    /** The record class. */
    public Class<T> type() {
        return codec.type();
    }

    /** Who may write it. */
    public Trust trust() {
        return trustOf(id);
    }

    /** How it merges. */
    public CellKind kind() {
        CellKind kind = kindOf(id);
        if (kind == null) {
            throw new IllegalStateException("component " + name + " has a kind this version does not know");
        }
        return kind;
    }

    /** True if it is streamed on STATE and settles when it rests. */
    public boolean motion() {
        return motion;
    }

    /** How it is replicated. */
    public ReplicationPlan replication() {
        return replication;
    }

    /** True if only ledger transfers change it. */
    public boolean account() {
        return account;
    }

    /** Reads and writes the values of a list; an {@link IllegalStateException} of any other kind. */
    public ElementCodec elements() {
        if (elements == null) {
            throw new IllegalStateException("component " + name + " is a " + kind() + " and no list");
        }
        return elements;
    }

    /** Reads and writes its records. */
    public RecordCodec<T> codec() {
        return codec;
    }

    @Override
    public String toString() {
        return name;
    }
}
