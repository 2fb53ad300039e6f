package worldmesh.world.component;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.world.hash.Hash;

/** The components and commands of one program. Immutable; safe for several threads. */
public final class Schema {
    private final Map<Class<?>, ComponentType<?>> byClass = new LinkedHashMap<>();
    private final TreeMap<Integer, ComponentType<?>> byId = new TreeMap<>();
    private final Map<Class<?>, CommandShape<?>> commandByClass = new LinkedHashMap<>();
    private final TreeMap<Integer, CommandShape<?>> commandById = new TreeMap<>();
    private final Hash hash;

    private Schema(Collection<Class<? extends Record>> types) {
        for (Class<? extends Record> type : types) {
            if (type.isAnnotationPresent(CommandType.class)) {
                addCommand(CommandShape.of(type));
            } else {
                addComponent(ComponentType.of(type));
            }
        }
        this.hash = computeHash();
    }

    /** Binds records that are annotated with {@link Component} or {@link CommandType}; their order does not matter. */
    @SafeVarargs
    @SuppressWarnings("varargs")
    public static Schema of(Class<? extends Record>... types) {
        return new Schema(java.util.List.of(types));
    }

    /** Binds records that are annotated with {@link Component} or {@link CommandType}. */
    public static Schema of(Collection<Class<? extends Record>> types) {
        return new Schema(types);
    }

    private void addComponent(ComponentType<?> type) {
        ComponentType<?> other = byId.putIfAbsent(type.id(), type);
        if (other != null && other.type() != type.type()) {
            throw new SchemaException("components " + other.name() + " and " + type.name() + " ("
                    + type.type().getName() + ") have the same id; rename one");
        }
        byClass.put(type.type(), type);
    }

    private void addCommand(CommandShape<?> type) {
        CommandShape<?> other = commandById.putIfAbsent(type.id(), type);
        if (other != null && other.type() != type.type()) {
            throw new SchemaException("commands " + other.name() + " and " + type.name() + " ("
                    + type.type().getName() + ") have the same id; rename one");
        }
        commandByClass.put(type.type(), type);
    }

    private Hash computeHash() {
        ByteWriter out = new ByteWriter();
        out.varint(byId.size());
        byId.forEach((id, type) -> out.i32(id)
                .text(type.name())
                .text(type.codec().signature() + type.replication().signature()));
        out.varint(commandById.size());
        commandById.forEach(
                (id, type) -> out.i32(id).text(type.name()).text(type.codec().signature()));
        return Hash.of(out.toBytes());
    }

    /** The component bound to a record class; a {@link SchemaException} if it was not declared. */
    @SuppressWarnings("unchecked") // the map holds for each class the component of that class
    public <T extends Record> ComponentType<T> type(Class<T> type) {
        ComponentType<?> found = byClass.get(type);
        if (found == null) {
            throw new SchemaException(
                    type.getName() + " is not in the schema; name it in World.builder().components(..)");
        }
        return (ComponentType<T>) found;
    }

    /** The component bound to a record class, if it is of that kind; else an {@link IllegalArgumentException}. */
    public ComponentType<?> demand(Class<? extends Record> type, CellKind kind) {
        ComponentType<?> component = type(type);
        if (component.kind() != kind) {
            throw new IllegalArgumentException(
                    "component " + component + " is a " + component.kind() + ", not a " + kind);
        }
        return component;
    }

    /** The component of a record's class. */
    @SuppressWarnings("unchecked") // a record is an instance of its class
    public <T extends Record> ComponentType<T> typeOf(T value) {
        return type((Class<T>) value.getClass());
    }

    /** The component with this id, null if this program does not know it. */
    public @Nullable ComponentType<?> component(int id) {
        return byId.get(id);
    }

    /** The command bound to a record class; a {@link SchemaException} if it was not declared. */
    @SuppressWarnings("unchecked") // the map holds for each class the command of that class
    public <C extends Record> CommandShape<C> command(Class<C> type) {
        CommandShape<?> found = commandByClass.get(type);
        if (found == null) {
            throw new SchemaException(
                    type.getName() + " is not a known command; name it in World.builder().commands(..)");
        }
        return (CommandShape<C>) found;
    }

    /** The command with this id, null if this program does not know it. */
    public @Nullable CommandShape<?> command(int id) {
        return commandById.get(id);
    }

    /**
     * Why a value of this component, or a command of this type, is none for any program with this schema; null if it is
     * one, or if the schema does not know what it is of: that is kept unread. The one judge of every boundary.
     */
    public @Nullable Fault fault(int id, byte[] value) {
        ComponentType<?> component = byId.get(id);
        if (component != null) {
            return component.codec().fault(component.name(), value);
        }
        CommandShape<?> command = commandById.get(id);
        return command == null ? null : command.codec().fault(command.name(), value);
    }

    /** All components by id. */
    public Collection<ComponentType<?>> components() {
        return Collections.unmodifiableCollection(byId.values());
    }

    /** All commands by id. */
    public Collection<CommandShape<?>> commands() {
        return Collections.unmodifiableCollection(commandById.values());
    }

    /** The hash of all names, classes of trust, kinds and fields: equal programs have equal hashes. */
    public Hash hash() {
        return hash;
    }
}
