package worldmesh.simulation.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import worldmesh.world.component.ComponentType;
import worldmesh.world.component.Row;
import worldmesh.world.component.SchemaException;

/** Cells read and written as numbers, without a record: what it reads it must write again. */
final class RowBoundary implements Boundary {
    @Override
    public String name() {
        return "row";
    }

    @Override
    public boolean takes(Subject subject) {
        ComponentType<?> type = subject.component();
        if (type == null) {
            return false;
        }
        try {
            return Row.of(type).type() == type;
        } catch (SchemaException e) {
            return false; // a field that no row holds
        }
    }

    @Override
    public List<Ruling> rule(Subject subject, List<Input> inputs) {
        Row row = Row.of(Objects.requireNonNull(subject.component()));
        List<Ruling> out = new ArrayList<>();
        for (Input input : inputs) {
            if (!row.decode(input.bytes(), 0, input.bytes().length)) {
                out.add(Ruling.refused(""));
                continue;
            }
            Record value = subject.codec().decode(row.encode().toBytes());
            out.add(value == null ? Ruling.refused("read as a row alone") : Ruling.taken(subject.canonical(value)));
        }
        return out;
    }
}
