package worldmesh.simulation.schema;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import worldmesh.peer.RecordFile;
import worldmesh.runtime.config.ConfigException;
import worldmesh.runtime.identity.PeerId;
import worldmesh.world.space.Grid;
import worldmesh.world.space.Quat;

/** Records in a game's own files and on its command line. */
final class ConfigBoundary implements Boundary {
    private static final Set<Class<?>> NO_TEXT = Set.of(PeerId.class, Quat.class, Grid.class);

    @Override
    public String name() {
        return "config";
    }

    @Override
    public boolean takes(Subject subject) {
        for (RecordComponent field : subject.codec().type().getRecordComponents()) {
            if (NO_TEXT.contains(field.getType())) {
                return false;
            }
        }
        return true;
    }

    @Override
    public boolean fits(Input input) {
        return input.text() != null;
    }

    @Override
    public List<Ruling> rule(Subject subject, List<Input> inputs) {
        List<Ruling> out = new ArrayList<>();
        for (Input input : inputs) {
            out.add(rule(subject, subject.codec().type(), Objects.requireNonNull(input.text())));
        }
        return out;
    }

    private static <T extends Record> Ruling rule(Subject subject, Class<T> type, List<String> text) {
        try {
            return Ruling.taken(subject.canonical(RecordFile.of(subject.schema(), type, text)));
        } catch (ConfigException e) {
            return Ruling.refused(path(e.getMessage()));
        }
    }

    /** The message begins with its source and the field. */
    private static String path(@Nullable String message) {
        String said = String.valueOf(message);
        int from = said.indexOf(": ") + 2;
        int end = said.indexOf(' ', from);
        return said.substring(from, end < 0 ? said.length() : end);
    }
}
