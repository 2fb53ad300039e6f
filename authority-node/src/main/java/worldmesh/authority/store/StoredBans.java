package worldmesh.authority.store;

import java.nio.file.Path;
import java.util.SortedMap;
import java.util.function.Function;
import worldmesh.authority.admit.BanList;
import worldmesh.authority.journal.RocksDeltaJournal;
import worldmesh.authority.journal.RocksJournalView;
import worldmesh.runtime.identity.PeerId;

/**
 * The banned players in a store directory, for the operator. Reading works beside a running node; writing needs the
 * store to itself, since a node reads the list when it starts.
 */
public final class StoredBans {
    private final Path directory;

    private StoredBans(Path directory) {
        this.directory = directory;
    }

    /** The list of the store in {@code directory}, which must be one. */
    public static StoredBans in(Path directory) {
        StoredBans bans = new StoredBans(directory);
        bans.read();
        return bans;
    }

    /** Who is banned and why. */
    public SortedMap<PeerId, String> read() {
        try (RocksJournalView view = RocksJournalView.open(directory)) {
            return BanList.read(view::scan);
        }
    }

    /** Bans a player, or changes the reason; durable when the call returns. */
    public void ban(PeerId player, String reason) {
        write(list -> {
            list.ban(player, reason);
            return true;
        });
    }

    /** Lifts a ban; false if there was none. Durable when the call returns. */
    public boolean lift(PeerId player) {
        return write(list -> {
            boolean banned = list.reason(player) != null;
            list.lift(player);
            return banned;
        });
    }

    private boolean write(Function<BanList, Boolean> change) {
        try (RocksDeltaJournal journal = RocksDeltaJournal.open(directory, Runnable::run)) {
            return change.apply(new BanList(journal));
        }
    }
}
