package worldmesh.simulation.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import worldmesh.peer.wire.MessageKind;
import worldmesh.peer.wire.Poses;
import worldmesh.world.component.ComponentType;
import worldmesh.world.component.Schema;
import worldmesh.world.entity.EntityId;

/** Poses that another peer streams, read by the schema that declares them, or by a plant's. */
final class MotionBoundary implements Boundary {
    private static final EntityId ENTITY = new EntityId(1, 5);

    private final String name;
    private final @Nullable Schema planted;

    MotionBoundary(String name, @Nullable Schema planted) {
        this.name = name;
        this.planted = planted;
    }

    private Schema schema(Subject subject) {
        return planted == null ? subject.schema() : planted;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean takes(Subject subject) {
        ComponentType<?> known = schema(subject).component(subject.id());
        return subject.component() != null && known != null && known.motion();
    }

    @Override
    public boolean fits(Input input) {
        return input.bytes().length <= Poses.VALUE_BYTES_MAX;
    }

    @Override
    public List<Ruling> rule(Subject subject, List<Input> inputs) {
        List<Ruling> out = new ArrayList<>();
        for (int at = 0; at < inputs.size(); at += Poses.POSES_MAX) {
            List<Input> message = inputs.subList(at, Math.min(inputs.size(), at + Poses.POSES_MAX));
            out.addAll(heard(subject, message));
        }
        return out;
    }

    private List<Ruling> heard(Subject subject, List<Input> inputs) {
        Schema schema = schema(subject);
        List<Poses.Pose> poses = new ArrayList<>();
        for (Input input : inputs) {
            poses.add(new Poses.Pose(ENTITY, subject.id(), input.bytes()));
        }
        Poses heard = (Poses) Objects.requireNonNull(MessageKind.decode(new Poses(1, poses).encode()));
        List<Ruling> out = new ArrayList<>();
        for (Poses.Pose pose : heard.poses()) {
            Record value = pose.open(schema);
            out.add(value == null ? Ruling.refused("") : Ruling.taken(canonical(schema, value)));
        }
        return out;
    }

    private static <T extends Record> byte[] canonical(Schema schema, T value) {
        ComponentType<T> type = schema.typeOf(value);
        return type.codec().encode(type.codec().settled(value));
    }
}
