package worldmesh.authority.party;

import java.util.List;
import org.jspecify.annotations.Nullable;
import worldmesh.authority.party.wire.Head;
import worldmesh.authority.party.wire.PartyRoster;
import worldmesh.world.hash.Hash;

/**
 * One entry of the log as the protocol sees it: its place, and the roster it makes, if it makes one.
 *
 * @param head its epoch, tick and hash
 * @param previous the hash of the entry before
 * @param roster the next members, null for an entry of commands
 * @param bytes the entry as its holder signed it
 */
@SuppressWarnings("ArrayRecordComponent")
public record Entry(Head head, Hash previous, @Nullable PartyRoster roster, byte[] bytes) {
    /** True if the entry stands right after {@code before}. */
    public boolean follows(Head before) {
        return head.tick() == before.tick() + 1 && previous.equals(before.hash());
    }

    static Head last(List<Entry> tail, Head committed) {
        return tail.isEmpty() ? committed : tail.get(tail.size() - 1).head();
    }
}
