package worldmesh.authority.member;

import java.util.List;
import java.util.NavigableMap;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import worldmesh.authority.admit.Consent;
import worldmesh.authority.party.Entry;
import worldmesh.authority.party.PartyWorld.Finding;
import worldmesh.authority.party.wire.RosterLink;
import worldmesh.authority.row.History;
import worldmesh.authority.row.Table;
import worldmesh.authority.tick.CutEntry;
import worldmesh.peer.port.AuthorityContext;
import worldmesh.runtime.identity.PeerId;
import worldmesh.runtime.journal.JournalBatch;
import worldmesh.world.causal.VersionVector;
import worldmesh.world.hash.Hash;
import worldmesh.world.replica.Replica;
import worldmesh.world.replica.Stability;
import worldmesh.world.sector.SectorId;
import worldmesh.world.state.Cut;

/**
 * The cuts that the committed log names: judges those that a holder proposes, keeps the newest of each sector as rows
 * that follow from the log alone, and has them made in the replica as soon as all that they are of is there. Confined
 * to the owner's thread.
 */
final class CutLog {
    /** Cuts kept of a sector: who is further behind takes a snapshot. */
    static final int KEPT = 8;

    /**
     * An entry that passes what other members said they have waits so long: their word may come later here than at the
     * holder. After that the holder owes an explanation, as one that shows no proofs does.
     */
    static final long PATIENCE_NANOS = 30_000_000_000L;

    /** Between two tries to make a cut: each asks the replica whether all is there. */
    private static final long TRY_NANOS = 100_000_000;

    /** The longest pause, for a sector whose batches do not tell what lay below the cut any more. */
    private static final long TRY_MAX_NANOS = 6_400_000_000L;

    private static final int SECTOR_BYTES = 17;

    private final AuthorityContext context;
    private final CutPlan plan;
    private final SortedMap<SectorId, NavigableMap<Long, Cut>> cuts = new TreeMap<>();
    private final SortedMap<SectorId, Long> pauses = new TreeMap<>();
    private final SortedMap<SectorId, Long> triedNanos = new TreeMap<>();
    private long nowNanos;
    private @Nullable Hash doubted;
    private long doubtedNanos;
    private long commits;
    private long refused;

    CutLog(AuthorityContext context) {
        this.context = context;
        this.plan = new CutPlan(context.cuts());
        context.store().journal().scan(Table.CUT.prefix(), (key, value) -> {
            Cut cut = Cut.decode(value);
            if (cut == null) {
                throw new IllegalStateException("a row of table cut is damaged; restore the store from a backup");
            }
            put(cut);
            return true;
        });
    }

    /** Keeps a cut; answers all of its sector. */
    private NavigableMap<Long, Cut> put(Cut cut) {
        NavigableMap<Long, Cut> known = cuts.computeIfAbsent(cut.sector(), sector -> new TreeMap<>());
        known.put(cut.number(), cut);
        return known;
    }

    private Replica replica() {
        return context.replica().get();
    }

    private @Nullable Cut newest(SectorId sector) {
        NavigableMap<Long, Cut> known = cuts.get(sector);
        return known == null ? null : known.lastEntry().getValue();
    }

    /** What is ripe to be settled, by what the roster's members reported; none while a cut before is not made here. */
    List<Cut> ripe(List<PeerId> roster, long now) {
        List<Cut> ripe = plan.ripe(replica(), reports(roster), now);
        return ripe.stream().filter(this::isNext).toList();
    }

    private boolean isNext(Cut cut) {
        Cut newest = newest(cut.sector());
        return cut.number() == (newest == null ? 1 : newest.number() + 1);
    }

    /** This member does not hold the role. */
    void rest() {
        plan.forget();
    }

    private CutPlan.Reports reports(List<PeerId> roster) {
        PeerId self = context.signer().peer();
        return new CutPlan.Reports() {
            @Override
            public List<PeerId> roster() {
                return roster;
            }

            @Override
            public @Nullable VersionVector vector(PeerId member, SectorId sector) {
                return member.equals(self)
                        ? replica().vector(sector)
                        : context.out().reported(member, sector);
            }
        };
    }

    /**
     * Whether a holder may settle that: each cut is the next of its sector and goes further than the one before, all of
     * it is here, and no member of the roster said that it has less.
     */
    Finding audit(Entry proposed, Consent consent, @Nullable Supplier<RosterLink> inForce) {
        CutEntry entry = CutEntry.decode(proposed.bytes());
        List<PeerId> roster =
                inForce == null ? List.of() : inForce.get().roster().members();
        if (entry == null || consent.isAhead(entry.header().worldMillis())) {
            return Finding.UNPROVEN;
        }
        for (Cut cut : entry.cuts()) {
            if (!isSound(cut)) {
                refused++;
                return Finding.BROKEN;
            }
        }
        Stability stability = new Stability(replica());
        Finding worst = Finding.SOUND;
        for (Cut cut : entry.cuts()) {
            boolean made = stability.number(cut.sector()) >= cut.number();
            if (!made && !replica().vector(cut.sector()).covers(cut.reached())) {
                return Finding.UNKNOWN;
            }
            worst = made || !isPremature(cut, roster) ? worst : Finding.UNKNOWN;
        }
        return worst == Finding.SOUND ? worst : doubt(proposed.head().hash());
    }

    private boolean isSound(Cut cut) {
        Cut before = newest(cut.sector());
        boolean further = before == null
                || (cut.reached().covers(before.reached()) && !before.reached().covers(cut.reached()));
        return isNext(cut)
                && further
                && cut.stable().keySet().stream()
                        .allMatch(author -> cut.reached().last(author) > 0);
    }

    private boolean isPremature(Cut cut, List<PeerId> roster) {
        for (PeerId member : roster) {
            VersionVector reported = member.equals(context.signer().peer())
                    ? null
                    : context.out().reported(member, cut.sector());
            if (reported != null && !reported.covers(cut.reached())) {
                return true;
            }
        }
        return false;
    }

    private Finding doubt(Hash hash) {
        if (doubted == null || !hash.equals(doubted)) {
            doubted = hash;
            doubtedNanos = nowNanos;
            refused++;
        }
        return nowNanos - doubtedNanos >= PATIENCE_NANOS ? Finding.UNPROVEN : Finding.UNKNOWN;
    }

    /** An entry is committed: its cuts are the newest, and those that lie far behind are forgotten. */
    void apply(Entry committed, JournalBatch rows) {
        CutEntry entry = CutEntry.decode(committed.bytes());
        if (entry == null) {
            return;
        }
        for (Cut cut : entry.cuts()) {
            rows.put(key(cut.sector(), cut.number()), cut.encode());
            NavigableMap<Long, Cut> old = put(cut).headMap(cut.number() - KEPT, true);
            old.keySet().forEach(number -> rows.delete(key(cut.sector(), number)));
            old.clear();
            triedNanos.remove(cut.sector());
            pauses.remove(cut.sector());
            commits++;
        }
    }

    /** Has the cuts made that the replica has not made yet, also after it was opened again. */
    void onTime(long now) {
        nowNanos = now;
        Stability stability = new Stability(replica());
        for (SectorId sector : cuts.keySet()) {
            long number = stability.number(sector);
            NavigableMap<Long, Cut> open = cuts.get(sector).tailMap(number, false);
            long pause = pauses.getOrDefault(sector, TRY_NANOS);
            Long tried = triedNanos.get(sector);
            if (!open.isEmpty() && (tried == null || now - tried >= pause)) {
                triedNanos.put(sector, now);
                pauses.put(sector, tried == null ? TRY_NANOS : Math.min(TRY_MAX_NANOS, 2 * pause));
                context.out().settle(List.copyOf(open.values()));
            }
        }
    }

    /**
     * The rows are those of a state now. Takes out of history what was settled here as that log does not know: it is of
     * a branch that lost, and nothing tells it apart any more. True if there was any.
     */
    boolean unfoldForeign(History history, JournalBatch rows) {
        SortedMap<SectorId, NavigableMap<Long, Cut>> before = new TreeMap<>(cuts);
        cuts.clear();
        triedNanos.clear();
        pauses.clear();
        for (JournalBatch.Row row : rows.rows()) {
            Cut cut = row.value() == null || row.key()[0] != Table.CUT.prefix()[0] ? null : Cut.decode(row.value());
            if (cut != null) {
                put(cut);
            }
        }
        boolean any = false;
        Stability stability = new Stability(replica());
        for (SectorId sector : before.keySet()) {
            long made = stability.number(sector);
            Cut theirs = cuts.getOrDefault(sector, new TreeMap<>()).get(made);
            Cut end = newest(sector);
            boolean lost = end == null
                    || end.number() < made
                    || (theirs != null && !theirs.equals(before.get(sector).get(made)));
            if (made > 0 && lost) {
                history.unfold(sector, rows);
                any = true;
            }
        }
        return any;
    }

    private static byte[] key(SectorId sector, long number) {
        return Table.CUT
                .key(SECTOR_BYTES + Long.BYTES)
                .put((byte) sector.scale())
                .putLong(sector.x())
                .putLong(sector.y())
                .putLong(number)
                .array();
    }

    /**
     * How many cuts were committed since the start, how many proposals were not believed, and how many sectors are too
     * large to be cut now.
     */
    void count(SortedMap<String, Long> counts) {
        counts.put("cuts_sectors_too_large", (long) plan.tooLarge());
        counts.put("cuts_committed", commits);
        counts.put("cuts_refused", refused);
    }
}
