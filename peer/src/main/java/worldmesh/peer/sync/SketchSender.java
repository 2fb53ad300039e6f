package worldmesh.peer.sync;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import worldmesh.mesh.link.Lane;
import worldmesh.peer.wire.Message;
import worldmesh.peer.wire.Sketch;
import worldmesh.peer.wire.SketchRest;
import worldmesh.world.causal.VersionVector;
import worldmesh.world.replica.CatchUp;
import worldmesh.world.replica.Reconciler;
import worldmesh.world.replica.SketchOffer;
import worldmesh.world.sector.SectorId;
import worldmesh.world.sync.Difference;
import worldmesh.world.sync.SketchPart;

/**
 * Offers the peer at the end of a link, of which batches are not kept any more, a sketch of a sector, where one costs
 * less than a snapshot; one sector after the other. Confined to the session's thread.
 */
final class SketchSender {
    /** Symbols sent before anything is heard: 12 kB, which find some 370 changed cells in one round trip. */
    private static final int FIRST_SYMBOLS = 1_024;

    /** Between two steps; each sends half as many symbols as all before. */
    private static final long STEP_NANOS = 40_000_000;

    /** Once all symbols that are worth it are sent the peer may still be at work on them. */
    private static final long LAST_NANOS = 2_000_000_000L;

    /** A peer that does not know sketches says nothing; one that does hashes all it has, on a busy machine. */
    private static final long PATIENCE_NANOS = 10_000_000_000L;

    /** The authority's batches are decided within milliseconds, unless its party lost its majority. */
    private static final long DECISION_NANOS = 1_000_000_000L;

    private static final int PART_BYTES = Message.TARGET_BYTES - 1_024;

    /** Where to go on with a sector. */
    enum Step {
        /** Later: nothing else may be sent of it now. */
        WAIT,
        /** With a snapshot. */
        SNAPSHOT,
        /** The peer was sent all it lacks, and will have {@link #at}. */
        SENT
    }

    private final Set<SectorId> bySnapshot = new TreeSet<>();
    private final Map<SectorId, Long> undecidedSince = new TreeMap<>();
    private @Nullable Session session;
    private @Nullable Session last;

    /** One sector on its way. */
    private static final class Session {
        private final SectorId sector;
        private final SketchOffer offer;
        private @Nullable Sketch pending;
        private int target = FIRST_SYMBOLS;
        private long nextStepNanos;
        private long giveUpNanos;
        private boolean exhausted;
        private @Nullable Difference ask;
        private List<SketchRest> rest = List.of();
        private int sent;
        private VersionVector at = new VersionVector();

        Session(SectorId sector, SketchOffer offer, long nowNanos) {
            this.sector = sector;
            this.offer = offer;
            this.nextStepNanos = nowNanos + STEP_NANOS;
            this.giveUpNanos = nowNanos + PATIENCE_NANOS;
        }
    }

    /** Goes on with a sector of which the peer, which has {@code theirs}, lacks batches that are gone. */
    Step pump(LinkSync.Source source, SectorId sector, VersionVector theirs, LinkSync.Sender sender, long nowNanos) {
        if (bySnapshot.contains(sector)) {
            return Step.SNAPSHOT;
        }
        if (session == null && !begin(source, sector, theirs, nowNanos)) {
            return bySnapshot.contains(sector) ? Step.SNAPSHOT : Step.WAIT;
        }
        Session now = session;
        if (now == null || !now.sector.equals(sector)) {
            return Step.WAIT;
        }
        Step step = goOn(now, source.reconciler(), sender, nowNanos);
        if (step == Step.SNAPSHOT) {
            source.reconciler().noteFallback();
            bySnapshot.add(sector);
            session = null;
        } else if (step == Step.SENT) {
            last = now;
            session = null;
        }
        return step;
    }

    private boolean begin(LinkSync.Source source, SectorId sector, VersionVector theirs, long nowNanos) {
        Reconciler reconciler = source.reconciler();
        long since = undecidedSince.computeIfAbsent(sector, key -> nowNanos);
        if (!reconciler.isDecided(sector) && nowNanos - since < DECISION_NANOS) {
            return false;
        }
        undecidedSince.remove(sector);
        SketchOffer offer = reconciler.wayTo(sector, theirs) == CatchUp.SKETCH_AS_MOST_IS_SHARED
                ? reconciler.offer(sector, source.keys().get())
                : null;
        if (offer == null) {
            bySnapshot.add(sector);
            return false;
        }
        session = new Session(sector, offer, nowNanos);
        return true;
    }

    private static Step goOn(Session now, Reconciler reconciler, LinkSync.Sender sender, long nowNanos) {
        if (nowNanos > now.giveUpNanos) {
            return Step.SNAPSHOT;
        }
        if (now.ask == null) {
            return stream(now, sender, nowNanos);
        }
        if (now.rest.isEmpty()) {
            if (!reconciler.isDecided(now.sector)) {
                return Step.WAIT;
            }
            SketchOffer.Told told = now.offer.tell(now.ask);
            if (told == null) {
                return Step.SNAPSHOT;
            }
            now.rest = split(now.offer.session(), told);
            now.at = told.at();
            now.giveUpNanos = nowNanos + PATIENCE_NANOS;
        }
        while (now.sent < now.rest.size()) {
            if (!sender.send(Lane.BULK, now.rest.get(now.sent))) {
                return Step.WAIT;
            }
            now.sent++;
            now.giveUpNanos = nowNanos + PATIENCE_NANOS;
        }
        now.rest = List.of();
        return Step.SENT;
    }

    private static Step stream(Session now, LinkSync.Sender sender, long nowNanos) {
        if (nowNanos >= now.nextStepNanos) {
            now.nextStepNanos = nowNanos + STEP_NANOS;
            now.target = Math.max(now.target, now.offer.sent() + now.offer.sent() / 2);
        }
        while (now.pending != null || (now.offer.sent() < now.target && !now.exhausted)) {
            if (now.pending == null) {
                SketchPart part = now.offer.next();
                byte[] raw = part == null ? new byte[0] : part.encode();
                if (raw.length > Message.TARGET_BYTES) {
                    return Step.SNAPSHOT;
                }
                if (part == null) {
                    now.exhausted = true;
                    now.giveUpNanos = Math.min(now.giveUpNanos, nowNanos + LAST_NANOS);
                    return Step.WAIT;
                }
                now.pending = new Sketch(raw);
            }
            if (!sender.send(Lane.BULK, now.pending)) {
                return Step.WAIT;
            }
            now.pending = null;
        }
        return Step.WAIT;
    }

    private static List<SketchRest> split(long session, SketchOffer.Told told) {
        byte[] raw = told.rest().encode();
        int count = (raw.length + PART_BYTES - 1) / PART_BYTES;
        List<SketchRest> parts = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            byte[] data = Arrays.copyOfRange(raw, i * PART_BYTES, Math.min(raw.length, (i + 1) * PART_BYTES));
            parts.add(new SketchRest(session, told.whole(), i, count, data));
        }
        return parts;
    }

    /** How far the peer is once it took what was sent last. */
    VersionVector at() {
        return last == null ? new VersionVector() : last.at;
    }

    /** The peer asks; false if nothing was offered under that name. */
    boolean onAsk(Difference ask) {
        if (session == null || session.offer.session() != ask.session() || session.ask != null) {
            return false;
        }
        session.ask = ask;
        return true;
    }

    /** The peer wants a snapshot instead; answers the sector, null if the session is not known. */
    @Nullable SectorId onStop(long stopped, Reconciler reconciler) {
        Session of = session != null && session.offer.session() == stopped ? session : null;
        if (of != null) {
            session = null;
        } else if (last != null && last.offer.session() == stopped) {
            of = last;
            last = null;
        }
        if (of == null) {
            return null;
        }
        reconciler.noteFallback();
        bySnapshot.add(of.sector);
        return of.sector;
    }

    /** The sector needs nothing more: batches do, or a snapshot was sent. */
    void onDone(SectorId sector) {
        bySnapshot.remove(sector);
        undecidedSince.remove(sector);
        if (session != null && session.sector.equals(sector)) {
            session = null;
        }
    }

    /** The peer begins afresh. */
    void reset() {
        bySnapshot.clear();
        undecidedSince.clear();
        session = null;
        last = null;
    }
}
