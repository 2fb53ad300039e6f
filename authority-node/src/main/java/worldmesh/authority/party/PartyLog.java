package worldmesh.authority.party;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import worldmesh.authority.party.wire.Head;
import worldmesh.authority.party.wire.PartyCodec;
import worldmesh.authority.party.wire.PartyRoster;
import worldmesh.authority.party.wire.RosterLink;
import worldmesh.authority.row.Table;
import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.runtime.identity.PeerId;
import worldmesh.runtime.journal.DeltaJournal;
import worldmesh.runtime.journal.JournalBatch;
import worldmesh.world.hash.Hash;
import worldmesh.world.trust.WireIds;

/**
 * What a member must remember: its promise, the committed log, and behind it at most one entry of commands and one
 * roster that are not known to be committed. Every change is drafted; the caller makes it durable before it tells
 * anybody. Confined to the owner's thread.
 */
final class PartyLog {
    private static final int TAIL_MAX = 2;

    /** So many ends of the log are kept in memory: who is behind is compared with them at each of its words. */
    private static final int HEADS_MAX = 1024;

    private final DeltaJournal journal;
    private final RosterChain chain;
    private final TreeMap<Long, Long> tenures = new TreeMap<>();
    private final LogExtent extent;
    private final TreeMap<Long, Head> heads = new TreeMap<>();
    private Head committed;
    private Head base;
    private List<Entry> tail = new ArrayList<>();
    private long accepted;
    private long promised;
    private @Nullable PeerId promisedTo;
    private @Nullable Head landing;
    private Head disowned;

    /** Reads what the rows say; {@code open} reads entries. */
    PartyLog(DeltaJournal journal, RosterLink founding, Function<byte[], @Nullable Entry> open) {
        this.journal = journal;
        this.chain = RosterChain.load(journal, founding);
        journal.scan(Table.TENURE.prefix(), (key, value) -> {
            tenures.put(new ByteReader(value).i64(), ByteBuffer.wrap(key).getLong(1));
            return true;
        });
        byte[] head = journal.get(Table.COMMITTED.prefix());
        committed = head == null ? oldHead() : Head.decode(new ByteReader(head));
        byte[] first = journal.get(Table.LOG_BASE.prefix());
        base = first == null ? Head.NONE : Head.decode(new ByteReader(first));
        extent = LogExtent.load(journal, base.tick() + 1);
        byte[] never = journal.get(Table.DISOWNED.prefix());
        disowned = never == null ? Head.NONE : Head.decode(new ByteReader(never));
        loadPromise();
        loadPrepared(open);
    }

    /** A store from before there were parties has only the end of its log. */
    private Head oldHead() {
        byte[] row = journal.get(Table.LOG_HEAD.prefix());
        if (row == null) {
            return Head.NONE;
        }
        ByteReader in = new ByteReader(row);
        Hash hash = WireIds.hash(in);
        return new Head(promisedBefore(), in.i64(), hash);
    }

    private long promisedBefore() {
        byte[] epoch = journal.get(Table.EPOCH.prefix());
        return epoch == null ? 0 : new ByteReader(epoch).i64();
    }

    private void loadPromise() {
        byte[] row = journal.get(Table.PROMISE.prefix());
        promised = promisedBefore();
        if (row != null) {
            ByteReader in = new ByteReader(row);
            promised = Math.max(promised, in.varint());
            promisedTo = WireIds.peer(in);
        }
    }

    private void loadPrepared(Function<byte[], @Nullable Entry> open) {
        byte[] row = journal.get(Table.PREPARED.prefix());
        if (row == null) {
            return;
        }
        ByteReader in = new ByteReader(row);
        accepted = in.varint();
        int count = in.count(TAIL_MAX);
        for (int i = 0; i < count && in.ok(); i++) {
            Entry entry = open.apply(in.block(PartyCodec.ENTRY_BYTES_MAX));
            if (entry == null) {
                throw new IllegalStateException("a prepared entry cannot be read; the store is damaged, restore it");
            }
            if (entry.head().tick() > committed.tick()) { // else a lone member died before it noted the commit here
                tail.add(entry);
            }
        }
    }

    RosterChain chain() {
        return chain;
    }

    /** An entry that this member made as the holder is known to be never committed, also after a restart. */
    void disown(Head entry, JournalBatch rows) {
        disowned = entry;
        rows.put(Table.DISOWNED.prefix(), bytes(entry));
    }

    /** True if what was stored under this epoch is an own entry that was never committed. */
    boolean isDisowned(Entry entry, long stored) {
        return entry.head().equals(disowned) && stored == disowned.epoch();
    }

    PartyRoster roster() {
        return chain.roster();
    }

    Head committed() {
        return committed;
    }

    /** The end of the log, committed or not. */
    Head last() {
        return Entry.last(tail, committed);
    }

    List<Entry> tail() {
        return List.copyOf(tail);
    }

    /** The roster in the tail, null if none is prepared. */
    @Nullable PartyRoster pendingRoster() {
        return tail.isEmpty() ? null : tail.get(tail.size() - 1).roster();
    }

    /** The epoch under which the tail was stored last. */
    long accepted() {
        return accepted;
    }

    long promised() {
        return promised;
    }

    @Nullable PeerId promisedTo() {
        return promisedTo;
    }

    void promise(long epoch, PeerId holder, JournalBatch rows) {
        promised = Math.max(promised, epoch);
        promisedTo = holder;
        rows.put(
                Table.PROMISE.prefix(),
                new ByteWriter(48).varint(promised).bytes(holder.bytes()).toBytes());
        rows.put(Table.EPOCH.prefix(), new ByteWriter(8).i64(promised).toBytes());
    }

    /** Stores what follows the committed entries, in place of what did; answers the entries that it overrules. */
    List<Entry> accept(long epoch, List<Entry> next, JournalBatch rows) {
        List<Entry> overruled = new ArrayList<>(tail);
        overruled.removeIf(old -> next.stream().anyMatch(entry -> entry.head().equals(old.head())));
        tail = new ArrayList<>(next);
        accepted = epoch;
        writePrepared(rows);
        return overruled;
    }

    private void writePrepared(JournalBatch rows) {
        if (tail.isEmpty()) {
            rows.delete(Table.PREPARED.prefix());
            return;
        }
        ByteWriter out = new ByteWriter(1024).varint(accepted).varint(tail.size());
        tail.forEach(entry -> out.block(entry.bytes()));
        rows.put(Table.PREPARED.prefix(), out.toBytes());
    }

    /** The entry right after the committed ones is committed too; answers the entries of the tail it overrules. */
    List<Entry> commit(Entry entry, JournalBatch rows) {
        draftCommit(entry, rows);
        List<Entry> overruled = advance(entry);
        writePrepared(rows);
        return overruled;
    }

    /** A roster of one: the entry is committed once these rows are durable and {@link #advance} was told so. */
    void commitAlone(Entry entry, JournalBatch rows) {
        draftCommit(entry, rows);
        tail.add(entry);
        landing = entry.head();
    }

    /** True while the rows are one entry ahead of {@link #committed}: it is committed when it is durable. */
    boolean isLanding() {
        return landing != null;
    }

    private void draftCommit(Entry entry, JournalBatch rows) {
        Head head = entry.head();
        if (!entry.follows(committed)) {
            throw new IllegalStateException("tick " + head.tick() + " cannot follow tick " + committed.tick());
        }
        if (isNewTenure(head)) {
            rows.put(tenureKey(head.epoch()), new ByteWriter(8).i64(head.tick()).toBytes());
        }
        rows.put(logKey(head.epoch(), head.tick()), entry.bytes());
        if (!Objects.equals(landing, head)) {
            extent.added(entry.bytes().length);
        }
        rows.put(Table.COMMITTED.prefix(), bytes(head));
        PartyRoster next = entry.roster();
        if (next != null) {
            chain.put(new RosterLink(next, head), rows);
        }
    }

    /** Moves the end of the committed log; answers the entries of the tail that are overruled. */
    List<Entry> advance(Entry entry) {
        List<Entry> overruled = new ArrayList<>();
        landing = null;
        if (!tail.isEmpty() && tail.get(0).head().equals(entry.head())) {
            tail.remove(0);
        } else {
            overruled.addAll(tail);
            tail.clear();
        }
        if (isNewTenure(entry.head())) {
            tenures.put(entry.head().tick(), entry.head().epoch());
        }
        committed = entry.head();
        heads.put(committed.tick(), committed);
        if (heads.size() > HEADS_MAX) {
            heads.pollFirstEntry();
        }
        PartyRoster next = entry.roster();
        if (next != null) {
            chain.append(new RosterLink(next, committed));
        }
        return overruled;
    }

    private boolean isNewTenure(Head head) {
        return tenures.isEmpty() || tenures.lastEntry().getValue() != head.epoch();
    }

    private void writeCommitted(JournalBatch rows) {
        rows.put(Table.COMMITTED.prefix(), bytes(committed));
    }

    /**
     * Takes a state in place of the log, which then goes on after {@code at}. Entries before that stay as history: who
     * came later has them from nobody else.
     */
    void rebase(Head at, List<RosterLink> rosters, JournalBatch rows) {
        clearBehind(at.tick(), rows);
        committed = at;
        base = at;
        writeCommitted(rows);
        rows.put(Table.LOG_BASE.prefix(), bytes(at));
        chain.replace(rosters, rows);
    }

    /**
     * Takes the oldest entries off the disk, up to a committed tick or until they are so many bytes: the log goes on
     * after them. Answers them.
     */
    List<byte[]> cut(long tick, long bytesMax, JournalBatch rows) {
        List<byte[]> gone = new ArrayList<>();
        long bytes = 0;
        long next = extent.first();
        for (; next <= tick && bytes < bytesMax; next++) {
            Map.Entry<Long, Long> tenure = tenures.floorEntry(next);
            byte[] entry = row(next);
            if (tenure != null && entry != null) {
                rows.delete(logKey(tenure.getValue(), next));
                extent.removed(entry.length);
                bytes += entry.length;
                gone.add(entry);
            }
        }
        Head last = at(next - 1);
        if (next - 1 > base.tick() && last != null) {
            base = last;
            rows.put(Table.LOG_BASE.prefix(), bytes(last));
        }
        extent.beginsAt(next);
        heads.headMap(next, false).clear();
        forgetTenuresBefore(next, rows);
        return gone;
    }

    private void forgetTenuresBefore(long tick, JournalBatch rows) {
        Long current = tenures.floorKey(tick);
        if (current != null) {
            var before = tenures.headMap(current, false);
            before.values().forEach(epoch -> rows.delete(tenureKey(epoch)));
            before.clear();
        }
    }

    /** Where the log on the disk begins, and how much it is. */
    LogExtent extent() {
        return extent;
    }

    private static byte[] bytes(Head at) {
        ByteWriter out = new ByteWriter(56);
        at.encode(out);
        return out.toBytes();
    }

    /** Gives the own branch up: what is left is the log that both have, and the record that there was a fork. */
    void abandon(List<RosterLink> common, Head shared, JournalBatch rows) {
        byte[] key = Table.FORK
                .key(16)
                .putLong(committed.tick())
                .putLong(committed.epoch())
                .array();
        rows.put(key, bytes(committed));
        clearBehind(shared.tick(), rows);
        committed = Head.NONE;
        base = Head.NONE;
        rows.delete(Table.LOG_BASE.prefix());
        writeCommitted(rows);
        chain.replace(common, rows);
    }

    private void clearBehind(long tick, JournalBatch rows) {
        long[] first = {tick + 1};
        journal.scan(Table.LOG.prefix(), (key, value) -> {
            long at = LogExtent.tick(key);
            if (at > tick) {
                rows.delete(key);
                extent.removed(value.length);
            } else {
                first[0] = Math.min(first[0], at);
            }
            return true;
        });
        extent.beginsAt(first[0]);
        var behind = tenures.tailMap(tick, false);
        behind.values().forEach(epoch -> rows.delete(tenureKey(epoch)));
        behind.clear();
        heads.clear();
        tail.clear();
        landing = null;
        writePrepared(rows);
    }

    /** The committed entries after {@code head}, at most so many; null if the log does not have that place. */
    @Nullable List<byte[]> after(Head head, int entriesMax, long bytesMax) {
        boolean known = head.equals(committed)
                || head.equals(base)
                || (head.tick() < committed.tick() && Objects.equals(at(head.tick()), head));
        if (!known) {
            return null;
        }
        List<byte[]> found = new ArrayList<>();
        long bytes = 0;
        for (long tick = head.tick() + 1; tick <= committed.tick() && found.size() < entriesMax; tick++) {
            byte[] row = row(tick);
            if (row == null) {
                return null;
            }
            bytes += row.length;
            if (bytes > bytesMax && !found.isEmpty()) {
                break;
            }
            found.add(row);
        }
        return found;
    }

    /** The committed entries after a place that both branches have: what is here of them, before the base too. */
    List<byte[]> behind(Head fork, int entriesMax) {
        List<byte[]> found = new ArrayList<>();
        long first = Math.max(extent.first(), 1 + Math.max(fork.tick(), committed.tick() - entriesMax));
        for (long tick = first; tick <= committed.tick(); tick++) {
            byte[] row = row(tick);
            if (row != null) {
                found.add(row);
            }
        }
        return found;
    }

    /** The committed entry of a tick, null if the log does not reach back so far. */
    @Nullable Head at(long tick) {
        if (tick == committed.tick()) {
            return committed;
        }
        Head kept = heads.get(tick);
        if (kept != null) {
            return kept;
        }
        Map.Entry<Long, Long> tenure = tenures.floorEntry(tick);
        byte[] row = row(tick);
        return row == null || tenure == null ? null : new Head(tenure.getValue(), tick, Hash.of(row));
    }

    /** True if this entry is committed here, as far as the log reaches back. */
    boolean mayContain(Head head) {
        Head here = head.tick() <= committed.tick() ? at(head.tick()) : null;
        boolean open = head.tick() == 0 || head.tick() < base.tick();
        return here == null ? open || head.equals(base) : here.equals(head);
    }

    /** True if what follows this entry was never here, since a state was taken over that is later. */
    boolean beginsAfter(Head head) {
        return head.tick() < base.tick() && mayContain(head);
    }

    /** True if the log was given up for that of another branch, whose state is not here yet. */
    boolean isAbandoned() {
        return committed.tick() == 0 && chain.roster().number() > 0;
    }

    /** The last committed entry if the roster in force comes from it, else null. */
    byte @Nullable [] madeRoster() {
        return chain.last().at().equals(committed) && committed.tick() > 0 ? row(committed.tick()) : null;
    }

    /** The committed entry of a tick as it lies on the disk, null if it does not. */
    byte @Nullable [] row(long tick) {
        Map.Entry<Long, Long> tenure = tenures.floorEntry(tick);
        return tenure == null ? null : journal.get(logKey(tenure.getValue(), tick));
    }

    private static byte[] logKey(long epoch, long tick) {
        return Table.LOG.key(16).putLong(epoch).putLong(tick).array();
    }

    private static byte[] tenureKey(long epoch) {
        return Table.TENURE.key(8).putLong(epoch).array();
    }
}
