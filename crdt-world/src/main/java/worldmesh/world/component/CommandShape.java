package worldmesh.world.component;

/** A command of the schema: its stable id and codec. Immutable. */
public final class CommandShape<C extends Record> {
    private final int id;
    private final String name;
    private final RecordCodec<C> codec;

    private CommandShape(int id, String name, RecordCodec<C> codec) {
        this.id = id;
        this.name = name;
        this.codec = codec;
    }

    static <C extends Record> CommandShape<C> of(Class<C> type) {
        CommandType command = type.getAnnotation(CommandType.class);
        if (command == null) {
            throw new SchemaException(type.getName() + " is not a command; annotate it with @CommandType(\"name\")");
        }
        return new CommandShape<>(StableHash.of(command.value()), command.value(), RecordCodec.of(type));
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
    public Class<C> type() {
        return codec.type();
    }

    /** Reads and writes its records. */
    public RecordCodec<C> codec() {
        return codec;
    }

    @Override
    public String toString() {
        return name;
    }
}
