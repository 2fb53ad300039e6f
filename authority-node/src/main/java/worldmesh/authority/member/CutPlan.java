package worldmesh.authority.member;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import worldmesh.authority.tick.CutEntry;
import worldmesh.peer.port.CutPace;
import worldmesh.runtime.identity.PeerId;
import worldmesh.world.causal.VersionVector;
import worldmesh.world.replica.Replica;
import worldmesh.world.replica.Stability;
import worldmesh.world.sector.SectorId;
import worldmesh.world.state.Cut;

/**
 * What a holder will propose to settle: for each sector where much lies in front of the cut, the next cut by what the
 * roster's members reported, kept until all of them have had all of it for long enough. Confined to the owner's thread.
 */
final class CutPlan {
    /** Vectors come every three seconds; nothing is gained by looking much more often. */
    private static final long LOOK_NANOS = 500_000_000;

    /** Sectors whose next cut waits; others wait for their turn. */
    private static final int SECTORS_MAX = 1_024;

    /** Sectors for which a cut is computed in one look: each takes a walk over all authors. */
    private static final int MADE_PER_LOOK = 8;

    /** So many entities are computed anew at the cost of one batch that need not be kept any more. */
    private static final int COPIES_PER_BATCH = 32;

    private static final long NEVER = Long.MAX_VALUE;

    private static final Logger log = LoggerFactory.getLogger(CutPlan.class);

    private final CutPace pace;
    private final Map<SectorId, Candidate> candidates = new TreeMap<>();
    /** Sectors that are not cut since they hold too much; told once each time that they begin to. */
    private final Set<SectorId> tooLarge = new TreeSet<>();

    private long lookNanos;

    /** What roster members have, as they reported. */
    interface Reports {
        /** The members of the roster, this one included. */
        List<PeerId> roster();

        /** What a member has of a sector; null if it has not said so. */
        @Nullable VersionVector vector(PeerId member, SectorId sector);
    }

    /** A cut that ripens. */
    private static final class Candidate {
        private final Cut cut;
        private final Set<PeerId> members;
        private final VersionVector reached;
        private long coveredNanos = NEVER;

        Candidate(Cut cut, List<PeerId> members) {
            this.cut = cut;
            this.members = new TreeSet<>(members);
            this.reached = cut.reached().copy();
        }

        Cut made() {
            return new Cut(cut.sector(), cut.number(), cut.stable(), reached);
        }
    }

    CutPlan(CutPace pace) {
        this.pace = pace;
    }

    /** This member does not hold the role: what others reported then counts no more. */
    void forget() {
        candidates.clear();
        tooLarge.clear();
    }

    /** How many sectors are not cut since they hold too much. */
    int tooLarge() {
        return tooLarge.size();
    }

    /** The cuts that are ripe, at most as many as an entry takes; each is answered once. */
    List<Cut> ripe(Replica replica, Reports reports, long nowNanos) {
        if (nowNanos < lookNanos) {
            return List.of();
        }
        lookNanos = nowNanos + LOOK_NANOS;
        int made = 0;
        List<Cut> ripe = new ArrayList<>();
        Stability stability = new Stability(replica);
        for (SectorId sector : replica.sectors()) {
            Candidate open = candidates.get(sector);
            if (open == null && made < MADE_PER_LOOK && isWorth(replica, stability, sector)) {
                made++;
                begin(replica, stability, sector, reports);
            } else if (open != null && open.cut.number() != stability.number(sector) + 1) {
                candidates.remove(sector);
            } else if (open != null && ripe.size() < CutEntry.CUTS_MAX && isRipe(open, replica, reports, nowNanos)) {
                candidates.remove(sector);
                ripe.add(open.made());
            }
        }
        return ripe;
    }

    private boolean isWorth(Replica replica, Stability stability, SectorId sector) {
        int copies = stability.copies(sector);
        long worth = pace.batchesMin() + (long) copies / COPIES_PER_BATCH;
        boolean fits = fits(sector, copies);
        return candidates.size() < SECTORS_MAX
                && fits
                && replica.history().retained(sector).count() >= worth;
    }

    private boolean fits(SectorId sector, int copies) {
        if (copies <= pace.copiesMax()) {
            tooLarge.remove(sector);
            return true;
        }
        if (tooLarge.size() < SECTORS_MAX && tooLarge.add(sector)) {
            log.warn(
                    "sector {} holds {} entities and is not settled beyond {}: its history and stamps stay; spread its"
                            + " entities over more sectors",
                    sector,
                    copies,
                    pace.copiesMax());
        }
        return false;
    }

    private void begin(Replica replica, Stability stability, SectorId sector, Reports reports) {
        Map<PeerId, VersionVector> vectors = vectors(sector, reports);
        if (vectors == null) {
            return;
        }
        Cut cut = stability.propose(sector, vectors.values(), author -> {
            PeerId peer = replica.knownProofs().peerOf(author);
            return peer == null ? null : vectors.get(peer);
        });
        if (cut != null && !cut.stable().isEmpty()) {
            candidates.put(sector, new Candidate(cut, reports.roster()));
        }
    }

    private static @Nullable Map<PeerId, VersionVector> vectors(SectorId sector, Reports reports) {
        Map<PeerId, VersionVector> vectors = new TreeMap<>();
        for (PeerId member : reports.roster()) {
            VersionVector reported = reports.vector(member, sector);
            if (reported == null) {
                return null;
            }
            vectors.put(member, reported);
        }
        return vectors;
    }

    private boolean isRipe(Candidate candidate, Replica replica, Reports reports, long nowNanos) {
        Map<PeerId, VersionVector> vectors = vectors(candidate.cut.sector(), reports);
        if (vectors == null) {
            candidate.coveredNanos = NEVER;
            return false;
        }
        admit(candidate, replica, vectors);
        boolean covered = vectors.values().stream().allMatch(vector -> vector.covers(candidate.reached));
        if (!covered) {
            candidate.coveredNanos = NEVER;
        } else if (candidate.coveredNanos == NEVER) {
            candidate.coveredNanos = nowNanos;
        }
        return covered && nowNanos - candidate.coveredNanos >= pace.ageMillis() * 1_000_000;
    }

    /** Who came since wrote some of what it wrote without knowing what is stable: up to now it counts as before. */
    private static void admit(Candidate candidate, Replica replica, Map<PeerId, VersionVector> vectors) {
        Set<PeerId> fresh = new TreeSet<>(vectors.keySet());
        fresh.removeAll(candidate.members);
        if (fresh.isEmpty()) {
            return;
        }
        VersionVector own = replica.vector(candidate.cut.sector());
        own.entries().forEach((author, last) -> {
            PeerId peer = replica.knownProofs().peerOf(author);
            VersionVector reported = peer == null || !fresh.contains(peer) ? null : vectors.get(peer);
            if (reported != null) {
                long wrote = Math.min(last, reported.last(author));
                candidate.reached.set(author, Math.max(wrote, candidate.reached.last(author)));
            }
        });
        candidate.members.addAll(fresh);
    }
}
