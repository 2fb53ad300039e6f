package worldmesh.authority.store;

import java.nio.file.Path;
import java.util.concurrent.Executor;
import worldmesh.authority.journal.RocksDeltaJournal;
import worldmesh.peer.port.WorldStore;
import worldmesh.peer.port.WorldStoreProvider;

/** Opens stores in RocksDB for the peer's ServiceLoader. */
public final class RocksWorldStoreProvider implements WorldStoreProvider {
    @Override
    public WorldStore open(Path directory, Executor callbacks) {
        RocksDeltaJournal journal = RocksDeltaJournal.open(directory, callbacks);
        boolean opened = false;
        try {
            StoreMigration.run(directory, journal);
            WorldStore store = new JournalWorldStore(journal);
            opened = true;
            return store;
        } finally {
            if (!opened) {
                journal.close();
            }
        }
    }
}
