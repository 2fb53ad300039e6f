package worldmesh.simulation.schema;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import worldmesh.authority.store.BackupFile;
import worldmesh.authority.store.JournalWorldStore;
import worldmesh.authority.store.StoreAudit;
import worldmesh.runtime.journal.JournalBatch;
import worldmesh.world.component.ComponentType;
import worldmesh.world.entity.EntityId;
import worldmesh.world.replica.Replica;
import worldmesh.world.replica.UnreadCells;

/** A backup that is restored and audited: the audit names what nobody will be shown. */
final class ImportBoundary implements Boundary {
    private final TrialWorld world = new TrialWorld();

    @Override
    public String name() {
        return "import";
    }

    @Override
    public boolean takes(Subject subject) {
        return subject.component() != null;
    }

    @Override
    public List<Ruling> rule(Subject subject, List<Input> inputs) {
        MemoryJournal restored = restored(DiskBoundary.stored(world, subject, inputs));
        StoreAudit audit = StoreAudit.of(restored, subject.schema(), world.keys);
        Map<EntityId, String> named = new HashMap<>();
        for (UnreadCells.Cell cell : audit.unread()) {
            named.put(cell.entity(), cell.fault().path());
        }
        Replica replica = world.blank(subject.schema());
        new JournalWorldStore(restored).load(replica);
        List<Ruling> shown = WireBoundary.shown(replica, world, subject, inputs.size());
        ComponentType<?> type = Objects.requireNonNull(subject.component());
        List<Ruling> out = new ArrayList<>();
        for (int i = 0; i < shown.size(); i++) {
            String path = named.get(world.entity(type, i));
            Ruling ruling = shown.get(i);
            if (path == null) {
                out.add(ruling);
            } else {
                // Named though it is shown would be a verdict of its own.
                out.add(ruling.taken() == null ? Ruling.refused(path) : Ruling.refused("shown and named"));
            }
        }
        return out;
    }

    private static MemoryJournal restored(MemoryJournal rows) {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        MemoryJournal out = new MemoryJournal();
        try {
            BackupFile.write(file, rows::scan);
            BackupFile.read(new ByteArrayInputStream(file.toByteArray()), (key, value) -> {
                out.commit(new JournalBatch().put(key, value));
                return true;
            });
        } catch (IOException e) {
            throw new UncheckedIOException("memory cannot be read back", e);
        }
        return out;
    }
}
