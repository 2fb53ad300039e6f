package worldmesh.simulation.schema;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import worldmesh.world.component.CellKind;
import worldmesh.world.component.CommandShape;
import worldmesh.world.component.ComponentType;
import worldmesh.world.component.RecordCodec;
import worldmesh.world.component.Schema;

/**
 * What inputs are of: a component of plain records, or a command.
 *
 * @param schema the schema that declares it
 * @param id its stable id
 * @param name its stable name
 * @param codec reads and writes it
 * @param component the component, null for a command
 */
record Subject(
        Schema schema,
        int id,
        String name,
        RecordCodec<?> codec,
        @Nullable ComponentType<?> component) {

    /** All of a schema that a single write can say. */
    static List<Subject> of(Schema schema) {
        List<Subject> out = new ArrayList<>();
        for (ComponentType<?> type : schema.components()) {
            if (type.kind() == CellKind.REGISTER) {
                out.add(new Subject(schema, type.id(), type.name(), type.codec(), type));
            }
        }
        for (CommandShape<?> type : schema.commands()) {
            out.add(new Subject(schema, type.id(), type.name(), type.codec(), null));
        }
        return out;
    }

    /** What was read, in the one form that all peers write it in. */
    byte[] canonical(Record value) {
        return canonical(codec, value);
    }

    private static <T extends Record> byte[] canonical(RecordCodec<T> codec, Record value) {
        return codec.encode(codec.settled(codec.type().cast(value)));
    }
}
