package worldmesh.authority.admit;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import worldmesh.authority.row.Table;
import worldmesh.runtime.identity.PeerId;
import worldmesh.runtime.journal.DeltaJournal;
import worldmesh.runtime.journal.JournalBatch;

/** The players whose commands are refused, kept in rows with the reason they are told. Confined to one thread. */
public final class BanList {
    private final DeltaJournal journal;
    private final TreeMap<PeerId, String> banned = new TreeMap<>();

    /** Loads the list of a store. */
    public BanList(DeltaJournal journal) {
        this.journal = journal;
        journal.scan(Table.BAN.prefix(), (key, value) -> {
            banned.put(
                    PeerId.ofBytes(Arrays.copyOfRange(key, 1, key.length)), new String(value, StandardCharsets.UTF_8));
            return true;
        });
    }

    /** Why the player is banned, or null. */
    public @Nullable String reason(PeerId player) {
        return banned.get(player);
    }

    /** Bans a player; durable when the call returns. */
    public void ban(PeerId player, String reason) {
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
}
