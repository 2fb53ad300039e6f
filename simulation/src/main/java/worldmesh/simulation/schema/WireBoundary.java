package worldmesh.simulation.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import worldmesh.testkit.sim.Scheduler;
import worldmesh.world.component.ComponentType;
import worldmesh.world.delta.SignedBatch;
import worldmesh.world.replica.MergeResult;
import worldmesh.world.replica.Replica;

/** Signed batches of another peer, merged, and what the world shows of them. */
final class WireBoundary implements Boundary {
    /** A replica keeps what it merged; a fresh one now and then keeps each group as fast as the first. */
    private static final int LIFETIME = 64;

    private final TrialWorld world = new TrialWorld();
    private @Nullable Replica replica;
    private int groups;

    @Override
    public String name() {
        return "wire";
    }

    @Override
    public boolean takes(Subject subject) {
        return subject.component() != null;
    }

    @Override
    public List<Ruling> rule(Subject subject, List<Input> inputs) {
        Replica into = replica;
        if (into == null || into.schema() != subject.schema() || ++groups % LIFETIME == 0) {
            into = world.replica(subject.schema());
            replica = into;
        }
        ComponentType<?> type = Objects.requireNonNull(subject.component());
        SignedBatch batch = SignedBatch.decode(world.writes(type, inputs, true).encode());
        MergeResult merged = into.merge(Objects.requireNonNull(batch), Scheduler.EPOCH_MILLIS);
        if (!(merged instanceof MergeResult.Applied)) {
            throw new IllegalStateException("a batch of " + subject.name() + " was not merged: " + merged);
        }
        return shown(into, world, subject, inputs.size());
    }

    /** What a replica shows of the entities that inputs went into. */
    static List<Ruling> shown(Replica replica, TrialWorld world, Subject subject, int count) {
        ComponentType<?> type = Objects.requireNonNull(subject.component());
        List<Ruling> out = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Record value = replica.get(world.entity(type, i), type.type());
            out.add(value == null ? Ruling.refused("") : Ruling.taken(subject.canonical(value)));
        }
        return out;
    }
}
