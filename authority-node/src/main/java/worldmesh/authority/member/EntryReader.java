package worldmesh.authority.member;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import worldmesh.authority.admit.Consent;
import worldmesh.authority.party.Entry;
import worldmesh.authority.party.wire.Head;
import worldmesh.authority.party.wire.PartyRoster;
import worldmesh.authority.tick.CutEntry;
import worldmesh.authority.tick.LogEntry;
import worldmesh.authority.tick.RosterEntry;
import worldmesh.peer.port.AuthorityContext;
import worldmesh.world.command.TickHeader;
import worldmesh.world.hash.Hash;
import worldmesh.world.replica.Replica;
import worldmesh.world.trust.Grant;
import worldmesh.world.trust.KnownProofs;
import worldmesh.world.trust.Roster;
import worldmesh.world.trust.Signature;

/** Reads entries of the log and checks that the holder of their epoch signed them. Confined to the owner's thread. */
final class EntryReader {
    /**
     * Entries read lately: one is looked at when it is prepared, audited, committed and durable. A round of catching up
     * is judged after all of it was read, and has as many at most.
     */
    private static final int KEPT = 1_024;

    /** The same in bytes: two rounds of catching up, and the entries of an ordinary game behind them. */
    private static final long KEPT_BYTES = 1L << 20;

    private final AuthorityContext context;
    private final Map<Hash, Checked> checked = new LinkedHashMap<>();
    private long keptBytes;
    private long hits;
    private long misses;

    /**
     * What was read, its commands if it has any, and under which grant it is signed; that of an own entry is not asked.
     */
    private record Checked(
            Entry entry,
            @Nullable LogEntry commands,
            @Nullable Grant grant) {}

    EntryReader(AuthorityContext context) {
        this.context = context;
    }

    /** The entry, null if it is malformed, of another world, or not signed under a grant that is known. */
    @Nullable Entry open(byte[] bytes) {
        Hash hash = Hash.of(bytes);
        Checked known = known(hash);
        if (known != null) {
            return known.entry();
        }
        return RosterEntry.isOne(bytes)
                ? roster(bytes, hash)
                : CutEntry.isOne(bytes) ? cuts(bytes, hash) : commands(bytes, hash);
    }

    /** How often an entry was read and known already, or not. */
    void count(SortedMap<String, Long> counts) {
        counts.put("entry_cache_hits", hits);
        counts.put("entry_cache_misses", misses);
    }

    private @Nullable Checked known(Hash hash) {
        Checked known = checked.get(hash);
        hits += known == null ? 0 : 1;
        misses += known == null ? 1 : 0;
        return known;
    }

    /** An entry this peer made itself. */
    void keep(Entry entry, LogEntry commands) {
        keep(new Checked(entry, commands, null));
    }

    private Entry keep(Checked read) {
        Entry entry = read.entry();
        Checked before = checked.put(entry.head().hash(), read);
        keptBytes += before == null ? entry.bytes().length : 0;
        Iterator<Checked> oldest = checked.values().iterator();
        while (checked.size() > KEPT || (keptBytes > KEPT_BYTES && checked.size() > 1)) {
            keptBytes -= oldest.next().entry().bytes().length;
            oldest.remove();
        }
        return entry;
    }

    /** What an entry decided, null if it makes a roster or cuts sectors. */
    @Nullable LogEntry commands(Entry entry) {
        Checked known = known(entry.head().hash());
        return known == null ? LogEntry.decode(entry.bytes()) : known.commands();
    }

    /** The signatures in these entries will be asked about: those of players, and of the batches of tenures. */
    void foresee(List<Entry> entries, Consent consent) {
        for (Entry entry : entries) {
            Checked known = checked.get(entry.head().hash());
            LogEntry commands = known == null ? null : known.commands();
            Grant grant = known == null ? null : known.grant();
            if (commands != null && grant != null) {
                commands.decided().forEach(each -> consent.foresee(each.envelope()));
                commands.batches().forEach(batch -> batch.foresee(context.verifier(), grant.holderKey()));
            }
        }
    }

    private @Nullable Entry commands(byte[] bytes, Hash hash) {
        LogEntry entry = LogEntry.decode(bytes);
        Grant grant = entry == null || !entry.rootHolds() ? null : grant(entry.header(), entry.signature());
        if (entry == null || grant == null) {
            return null;
        }
        return keep(new Checked(new Entry(head(entry.header(), hash), entry.previous(), null, bytes), entry, grant));
    }

    private @Nullable Entry roster(byte[] bytes, Hash hash) {
        RosterEntry entry = RosterEntry.decode(bytes);
        Grant grant = entry == null || !entry.rootHolds() ? null : grant(entry.header(), entry.signature());
        if (entry == null || grant == null) {
            return null;
        }
        Roster roster = entry.roster();
        PartyRoster members = new PartyRoster(roster.number(), roster.adopted(), roster.peers());
        return keep(new Checked(new Entry(head(entry.header(), hash), entry.previous(), members, bytes), null, grant));
    }

    private @Nullable Entry cuts(byte[] bytes, Hash hash) {
        CutEntry entry = CutEntry.decode(bytes);
        Grant grant = entry == null || !entry.rootHolds() ? null : grant(entry.header(), entry.signature());
        return entry == null || grant == null
                ? null
                : keep(new Checked(new Entry(head(entry.header(), hash), entry.previous(), null, bytes), null, grant));
    }

    private static Head head(TickHeader header, Hash hash) {
        return new Head(header.epoch(), header.tick(), hash);
    }

    /** True if the replica shows batches of the entry: settled state of others was taken over that rests on them. */
    boolean isShown(Entry entry) {
        LogEntry commands = commands(entry);
        Replica replica = context.replica().get();
        return commands != null
                && commands.batches().stream()
                        .anyMatch(batch -> replica.vector(batch.sector()).last(batch.replica()) >= batch.sequence());
    }

    /** True if the batches are known to be of a tenure of the grant's holder. */
    boolean isOfTenure(LogEntry commands, Grant grant) {
        KnownProofs proofs = context.replica().get().knownProofs();
        return commands.batches().stream()
                .allMatch(batch -> proofs.isTenure(batch.replica())
                        && Objects.equals(proofs.peerOf(batch.replica()), grant.holder()));
    }

    /** The grant under which an entry of commands is signed, null if there is none. */
    @Nullable Grant grant(Entry entry, LogEntry commands) {
        Checked known = known(entry.head().hash());
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
