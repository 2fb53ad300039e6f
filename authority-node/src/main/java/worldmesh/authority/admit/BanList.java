package worldmesh.authority.admit;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import worldmesh.authority.row.Table;
import worldmesh.runtime.identity.PeerId;
import worldmesh.runtime.journal.DeltaJournal;
import worldmesh.runtime.journal.JournalBatch;

/** The players whose commands are refused, kept in rows with the reason they are told. Confined to one thread. */
public final class BanList {
    /** The longest reason: it fits a refusal, docs/wire-session.md "Kinds", with room for what stands before it. */
    public static final int REASON_BYTES_MAX = 256;

    private final DeltaJournal journal;
    private final TreeMap<PeerId, String> banned = new TreeMap<>();

    /** Loads the list of a store. */
    public BanList(DeltaJournal journal) {
        this.journal = journal;
        banned.putAll(read(journal::scan));
    }

    /** Reads the rows again: another peer's state was taken over. */
    public void reload() {
        banned.clear();
        banned.putAll(read(journal::scan));
    }

    /** The banned players of a store and why, as its rows say now. */
    public static SortedMap<PeerId, String> read(RowScan rows) {
        SortedMap<PeerId, String> found = new TreeMap<>();
        rows.scan(Table.BAN.prefix(), (key, value) -> {
            found.put(
                    PeerId.ofBytes(Arrays.copyOfRange(key, 1, key.length)), new String(value, StandardCharsets.UTF_8));
            return true;
        });
        return found;
    }

    /** Why the player is banned, or null. */
    public @Nullable String reason(PeerId player) {
        return banned.get(player);
    }

    /** Bans a player; durable when the call returns. A reason nobody could be told is refused. */
    public void ban(PeerId player, String reason) {
        int bytes = reason.getBytes(StandardCharsets.UTF_8).length;
        if (reason.isBlank() || bytes > REASON_BYTES_MAX) {
            throw new IllegalArgumentException(
                    "the reason has " + bytes + " bytes, must be 1.." + REASON_BYTES_MAX + "; the player is told it");
        }
        journal.commit(new JournalBatch().put(key(player), reason.getBytes(StandardCharsets.UTF_8)));
        banned.put(player, reason);
    }

    /** Lifts a ban; durable when the call returns. */
    public void lift(PeerId player) {
        journal.commit(new JournalBatch().delete(key(player)));
        banned.remove(player);
    }

    private static byte[] key(PeerId player) {
        return Table.BAN.key(PeerId.BYTES).put(player.bytes()).array();
    }

    /** Reads rows: an open journal, or a view of one that another process has open. */
    @FunctionalInterface
    public interface RowScan {
        /** Visits the rows under a prefix, in key order. */
        void scan(byte[] prefix, DeltaJournal.RowVisitor visitor);
    }
}
