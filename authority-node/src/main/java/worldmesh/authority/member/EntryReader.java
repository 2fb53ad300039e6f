package worldmesh.authority.member;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import worldmesh.authority.party.Entry;
import worldmesh.authority.party.wire.Head;
import worldmesh.authority.party.wire.PartyRoster;
import worldmesh.authority.tick.LogEntry;
import worldmesh.authority.tick.RosterEntry;
import worldmesh.peer.port.AuthorityContext;
import worldmesh.world.command.TickHeader;
import worldmesh.world.hash.Hash;
import worldmesh.world.trust.Grant;
import worldmesh.world.trust.Roster;
import worldmesh.world.trust.Signature;

/** Reads entries of the log and checks that the holder of their epoch signed them. Confined to the owner's thread. */
final class EntryReader {
    /** Entries read lately: one is looked at when it is prepared and when it is committed. */
    private static final int KEPT = 64;

    private final AuthorityContext context;
    private final Map<Hash, Checked> checked = new LinkedHashMap<>();

    /** What was read, and under which grant it is signed; that of an own entry is not asked. */
    private record Checked(Entry entry, @Nullable Grant grant) {}

    EntryReader(AuthorityContext context) {
        this.context = context;
    }

    /** The entry, null if it is malformed, of another world, or not signed under a grant that is known. */
    @Nullable Entry open(byte[] bytes) {
        Hash hash = Hash.of(bytes);
        Checked known = checked.get(hash);
        if (known != null) {
            return known.entry();
        }
        return RosterEntry.isOne(bytes) ? roster(bytes, hash) : commands(bytes, hash);
    }

    /** An entry this peer made itself. */
    void keep(Entry entry) {
        keep(entry, null);
    }

    private Entry keep(Entry entry, @Nullable Grant grant) {
        checked.put(entry.head().hash(), new Checked(entry, grant));
        if (checked.size() > KEPT) {
            checked.remove(checked.keySet().iterator().next());
        }
        return entry;
    }

    private @Nullable Entry commands(byte[] bytes, Hash hash) {
        LogEntry entry = LogEntry.decode(bytes);
        Grant grant = entry == null || !entry.rootHolds() ? null : grant(entry.header(), entry.signature());
        if (entry == null || grant == null) {
            return null;
        }
        return keep(new Entry(head(entry.header(), hash), entry.previous(), null, bytes), grant);
    }

    private @Nullable Entry roster(byte[] bytes, Hash hash) {
        RosterEntry entry = RosterEntry.decode(bytes);
        Grant grant = entry == null || !entry.rootHolds() ? null : grant(entry.header(), entry.signature());
        if (entry == null || grant == null) {
            return null;
        }
        Roster roster = entry.roster();
        PartyRoster members = new PartyRoster(roster.number(), roster.adopted(), roster.peers());
        return keep(new Entry(head(entry.header(), hash), entry.previous(), members, bytes), grant);
    }

    private static Head head(TickHeader header, Hash hash) {
        return new Head(header.epoch(), header.tick(), hash);
    }

    /** The grant under which an entry of commands is signed, null if there is none. */
    @Nullable Grant grant(Entry entry, LogEntry commands) {
        Checked known = checked.get(entry.head().hash());
        Grant grant = known == null ? null : known.grant();
        return grant == null ? grant(commands.header(), commands.signature()) : grant;
    }

    /** The grant under which the holder signed, null if there is none: two branches may know one epoch. */
    private @Nullable Grant grant(TickHeader header, Signature signature) {
        for (Grant grant : context.replica().get().knownProofs().grants()) {
            boolean named = grant.epoch() == header.epoch() && grant.world().equals(header.world());
            if (named && context.verifier().verify(grant.holderKey(), header.signedBytes(), signature.bytes())) {
                return grant;
            }
        }
        return null;
    }
}
