package worldmesh.simulation.schema;

import java.util.List;
import java.util.Objects;
import worldmesh.authority.store.JournalWorldStore;
import worldmesh.world.component.ComponentType;
import worldmesh.world.replica.Replica;

/** A store that is opened again: rows, replayed into a fresh replica. */
final class DiskBoundary implements Boundary {
    private final TrialWorld world = new TrialWorld();

    @Override
    public String name() {
        return "disk";
    }

    @Override
    public boolean takes(Subject subject) {
        return subject.component() != null;
    }

    @Override
    public List<Ruling> rule(Subject subject, List<Input> inputs) {
        Replica replica = world.blank(subject.schema());
        new JournalWorldStore(stored(world, subject, inputs)).load(replica);
        return WireBoundary.shown(replica, world, subject, inputs.size());
    }

    /** A store that holds the inputs. */
    static MemoryJournal stored(TrialWorld world, Subject subject, List<Input> inputs) {
        ComponentType<?> type = Objects.requireNonNull(subject.component());
        MemoryJournal journal = new MemoryJournal();
        JournalWorldStore store = new JournalWorldStore(journal);
        store.found(world.manifest);
        store.append(List.of(world.births(type), world.writes(type, inputs, false)), world.proofs());
        return journal;
    }
}
