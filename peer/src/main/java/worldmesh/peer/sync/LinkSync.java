package worldmesh.peer.sync;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import worldmesh.mesh.link.Lane;
import worldmesh.peer.wire.Batches;
import worldmesh.peer.wire.BlockAsk;
import worldmesh.peer.wire.Message;
import worldmesh.peer.wire.SketchStop;
import worldmesh.peer.wire.Vectors;
import worldmesh.world.causal.VersionVector;
import worldmesh.world.delta.SignedBatch;
import worldmesh.world.replica.BlockSource;
import worldmesh.world.replica.Reconciler;
import worldmesh.world.replica.Replica;
import worldmesh.world.sector.Interest;
import worldmesh.world.sector.SectorId;
import worldmesh.world.sync.Difference;
import worldmesh.world.sync.sketch.SketchKey;

/**
 * What the peer at the end of one link has, as far as is known here, and what is still to be sent to it. Nothing is
 * sent that the peer sent or was sent (never echo, forward only what is new); what gets lost with a link or a full
 * parking is found by the vectors the peer reports. Confined to the session's thread.
 */
public final class LinkSync {
    /** Bytes handed to a link in one update: at 60 Hz more than a LAN link takes. */
    static final int BYTES_PER_UPDATE = 256 << 10;

    /** A message of more goes the slow lane, so that it does not hold up commands. */
    static final int LIVE_BYTES_MAX = 16 << 10;

    /** Of sectors that the peer never had all of, so much may go the fast lane; the rest is caught up with on BULK. */
    static final int GREETING_BYTES_MAX = 4 * LIVE_BYTES_MAX;

    /**
     * What a peer may claim to have of which nothing is known here: entries of vectors and sectors, 6 MB of them at
     * most. A claim beyond them is forgotten, and costs a batch sent in vain if it was true.
     */
    static final int FOREIGN_MAX = 1 << 16;

    private static final Comparator<SectorId> COARSE_FIRST =
            Comparator.comparingInt(SectorId::scale).reversed();

    private final Map<SectorId, PeerSector> known = new TreeMap<>();
    private final Set<SectorId> dirty = new TreeSet<>();
    private final SnapshotSender snapshots = new SnapshotSender();
    private final SketchSender sketches = new SketchSender();
    private final SketchTaker taker = new SketchTaker();
    private final BlockSender blocks = new BlockSender();
    private Interest interest;
    private boolean heard;
    private boolean owesVectors;
    private long reports;
    private int foreign;
    private int greetingBytes;

    /** Nothing is known of the peer, which wants everything. */
    public LinkSync() {
        this(Interest.EVERYTHING);
    }

    /** Nothing is known of the peer but what it wants. */
    public LinkSync(Interest wanted) {
        interest = wanted;
    }

    /** The peer said what it has. */
    public void onVectors(Vectors vectors, Replica replica, long nowNanos) {
        if (vectors.reset()) {
            known.clear();
            sketches.reset();
            blocks.reset();
            foreign = 0;
            greetingBytes = 0;
            // Who asks afresh wants to hear afresh.
            owesVectors = true;
        }
        reports++;
        heard = true;
        for (Vectors.Entry entry : vectors.sectors()) {
            of(entry.sector()).onReport(entry.vector(), nowNanos);
            weigh(entry.sector(), replica);
        }
        for (SectorId sector : replica.sectors()) {
            markDirty(sector);
        }
    }

    /** The peer wants to hear about these sectors alone from now on, and what there is of them. */
    public void onInterest(Interest wanted, Replica replica) {
        interest = wanted;
        owesVectors = true;
        replica.sectors().forEach(this::markDirty);
    }

    /** What the peer wants. */
    public Interest interest() {
        return interest;
    }

    /** True if the peer is to be told what there is of a sector: it wants it, or has something of it itself. */
    public boolean isTold(SectorId sector) {
        PeerSector peer = known.get(sector);
        return interest.covers(sector) || (peer != null && peer.reported().size() > 0);
    }

    /** Keeps what the peer merely claims within bounds. */
    private void weigh(SectorId sector, Replica replica) {
        PeerSector peer = of(sector);
        VersionVector own = replica.vector(sector);
        int weight = peer.foreignTo(own);
        foreign += peer.weigh(weight);
        if (foreign > FOREIGN_MAX) {
            peer.forgetForeign(own);
            foreign -= weight;
            if (own.size() == 0) {
                known.remove(sector);
            }
        }
    }

    /** What is remembered of the peer's claims alone. */
    int foreign() {
        return foreign;
    }

    /** How often the peer said what it has. */
    public long reports() {
        return reports;
    }

    /** True once the peer said what it has: nothing is sent before. */
    public boolean heard() {
        return heard;
    }

    /** What the peer said last that it has of a sector, a copy; null if it has said nothing yet. */
    public @Nullable VersionVector reported(SectorId sector) {
        PeerSector peer = known.get(sector);
        return !heard
                ? null
                : peer == null ? new VersionVector() : peer.reported().copy();
    }

    /** True if {@code replica} has everything that the peer reported and sent of the sectors that are wanted here. */
    public boolean isCaughtUp(Replica replica, Interest wanted) {
        if (!heard) {
            return false;
        }
        for (Map.Entry<SectorId, PeerSector> entry : known.entrySet()) {
            if (wanted.covers(entry.getKey())
                    && !replica.vector(entry.getKey()).covers(entry.getValue().reported())) {
                return false;
            }
        }
        return true;
    }

    /**
     * The edits of this side that something sent to the peer now could overtake, as the last sequence of each sector;
     * null while the peer has not said what it has, and nothing could be sent yet.
     */
    public @Nullable SortedMap<SectorId, Long> ownEditsUnderway(Replica replica) {
        if (!heard) {
            return null;
        }
        Set<SectorId> open = new TreeSet<>(dirty);
        known.forEach((sector, peer) -> {
            if (peer.awaitsBulk()) {
                open.add(sector);
            }
        });
        long self = replica.self().replica();
        SortedMap<SectorId, Long> underway = new TreeMap<>();
        for (SectorId sector : open) {
            long last = replica.vector(sector).last(self);
            if (of(sector).isBefore(self, last)) {
                underway.put(sector, last);
            }
        }
        return underway;
    }

    /** True if what is sent now arrives after all of {@code edits} of {@code replica}. */
    public boolean isAfter(SortedMap<SectorId, Long> edits, long replica) {
        return edits.entrySet().stream().noneMatch(edit -> of(edit.getKey()).isBefore(replica, edit.getValue()));
    }

    /** The peer sent a batch: it has it. */
    public void onReceived(SignedBatch batch, Replica replica, boolean bulk) {
        if (of(batch.sector()).raise(batch.replica(), batch.sequence())) {
            weigh(batch.sector(), replica);
        }
        owesVectors |= bulk;
    }

    /** The sector has news that the peer may lack. */
    public void markDirty(SectorId sector) {
        dirty.add(sector);
    }

    /** True once after batches came the slow lane: the sender waits to hear that they arrived. */
    public boolean takeOwedVectors() {
        boolean owed = owesVectors;
        owesVectors = false;
        return owed;
    }

    /**
     * Sends what the peer lacks, as much as {@code sender} takes; answers the number of batches. What happens now goes
     * first, in whatever order the sectors lie: nothing of it waits for what is caught up with.
     */
    public int pump(Source source, Sender sender, long nowNanos) {
        if (!heard) {
            return 0;
        }
        dirty.removeIf(sector -> !interest.covers(sector));
        Turn turn = new Turn(source, sender, nowNanos);
        order(source).forEach(turn::live);
        turn.behind.forEach(turn::catchUp);
        return turn.batches;
    }

    /** One turn of sending. */
    private final class Turn {
        private final Source source;
        private final Sender sender;
        private final long nowNanos;
        private final List<SectorId> behind = new ArrayList<>();
        private int budget = BYTES_PER_UPDATE;
        private int batches;
        private boolean full;

        Turn(Source source, Sender sender, long nowNanos) {
            this.source = source;
            this.sender = sender;
            this.nowNanos = nowNanos;
        }

        /** Sends the little that is new in a sector, or puts it with those that are caught up with. */
        void live(SectorId sector) {
            PeerSector peer = of(sector);
            if (source.replica().needsSnapshot(sector, peer.has())) {
                behind.add(sector);
                return;
            }
            onStateDone(sector);
            for (List<SignedBatch> next = missing(sector, peer); !next.isEmpty(); next = missing(sector, peer)) {
                int size = next.stream().mapToInt(SignedBatch::sizeBytes).sum();
                boolean greets = !peer.isCurrent();
                if (size > LIVE_BYTES_MAX
                        || peer.awaitsBulk()
                        || (greets && greetingBytes + size > GREETING_BYTES_MAX)) {
                    behind.add(sector);
                    return;
                }
                if (!send(Lane.RELIABLE, next, peer)) {
                    return;
                }
                greetingBytes += greets ? size : 0;
            }
        }

        /** Sends the slow lane a part of what a sector lacks. */
        void catchUp(SectorId sector) {
            PeerSector peer = of(sector);
            if (source.replica().needsSnapshot(sector, peer.has())) {
                pumpState(source, sector, sender, nowNanos);
                return;
            }
            List<SignedBatch> next = missing(sector, peer);
            while (!next.isEmpty() && send(Lane.BULK, next, peer)) {
                next = missing(sector, peer);
            }
        }

        /** What the sector lacks; nothing also once this turn has sent its share. */
        private List<SignedBatch> missing(SectorId sector, PeerSector peer) {
            if (full || budget <= 0) {
                return List.of();
            }
            List<SignedBatch> next = source.replica().missing(sector, peer.has(), Message.TARGET_BYTES);
            if (next.isEmpty()) {
                dirty.remove(sector);
                peer.onCurrent();
            }
            return next;
        }

        private boolean send(Lane lane, List<SignedBatch> next, PeerSector peer) {
            if (!sender.send(
                    lane, new Batches(next.stream().map(SignedBatch::encode).toList()))) {
                full = true;
                return false;
            }
            for (SignedBatch batch : next) {
                peer.raise(batch.replica(), batch.sequence());
                budget -= batch.sizeBytes();
            }
            batches += next.size();
            peer.onSent(lane == Lane.BULK, nowNanos);
            return true;
        }
    }

    private void pumpState(Source source, SectorId sector, Sender sender, long nowNanos) {
        if (!source.servesSnapshots()) {
            dirty.remove(sector);
            onStateDone(sector);
            return;
        }
        VersionVector fetched = blocks.at(sector);
        if (fetched != null && of(sector).has().covers(fetched)) {
            // It has all that was named, and lacks what was dropped since.
            onStateDone(sector);
        }
        VersionVector at = switch (sketches.pump(source, sector, of(sector).has(), sender, nowNanos)) {
            case WAIT -> null;
            case SENT -> sketches.at();
            case SNAPSHOT -> pumpWhole(source, sector, sender, nowNanos);
        };
        if (at != null) {
            of(sector).has().join(at);
            of(sector).onSent(false, nowNanos);
            onStateDone(sector);
        }
    }

    private @Nullable VersionVector pumpWhole(Source source, SectorId sector, Sender sender, long nowNanos) {
        boolean fetches = blocks.pump(source, sector, sender, nowNanos);
        return fetches ? null : snapshots.pump(source.replica(), sector, sender);
    }

    private void onStateDone(SectorId sector) {
        sketches.onDone(sector);
        blocks.onDone(sector);
    }

    /** Coarse sectors first, since what they hold concerns many; then near ones where a peer lacks several. */
    private List<SectorId> order(Source source) {
        List<SectorId> order = new ArrayList<>(dirty);
        Replica replica = source.replica();
        Comparator<SectorId> by = COARSE_FIRST;
        if (order.size() > 1
                && order.stream()
                        .anyMatch(sector ->
                                replica.needsSnapshot(sector, of(sector).has()))) {
            SectorId near = source.near().get();
            by = by.thenComparingDouble(sector -> distance(sector, near));
        }
        order.sort(by);
        return order;
    }

    private static double distance(SectorId one, SectorId other) {
        double x = Math.scalb((double) one.x(), one.scale()) - Math.scalb((double) other.x(), other.scale());
        double y = Math.scalb((double) one.y(), one.scale()) - Math.scalb((double) other.y(), other.scale());
        return Math.max(Math.abs(x), Math.abs(y));
    }

    /** A part that was named to the peer and is still kept for it, null if it is none. */
    public byte @Nullable [] part(SectorId sector, BlockAsk.Part part, long nowNanos) {
        return blocks.part(sector, part, nowNanos);
    }

    /** The peer asks for what it lacks by a sketch; false if none was offered. */
    public boolean onSketchAsk(Difference ask) {
        return sketches.onAsk(ask);
    }

    /** The peer could make nothing of a sketch; false if none was offered. */
    public boolean onSketchStop(SketchStop stop, Reconciler reconciler) {
        SectorId sector = sketches.onStop(stop.session(), reconciler);
        if (sector != null) {
            of(sector).unsend();
            dirty.add(sector);
        }
        return sector != null;
    }

    /** Takes the sketches that the peer offers. */
    public SketchTaker taker() {
        return taker;
    }

    private PeerSector of(SectorId sector) {
        return known.computeIfAbsent(sector, s -> new PeerSector());
    }

    /**
     * Where batches come from.
     *
     * @param replica has them
     * @param reconciler chooses the way where it has them no more
     * @param blocks names the parts of large sectors
     * @param keys draws keys that nobody can foresee
     * @param near where the peer is, or will first be
     * @param servesSnapshots true if the peer would believe a snapshot from here
     */
    public record Source(
            Replica replica,
            Reconciler reconciler,
            BlockSource blocks,
            Supplier<SketchKey> keys,
            Supplier<SectorId> near,
            boolean servesSnapshots) {}

    /** Takes messages for the link. */
    @FunctionalInterface
    public interface Sender {
        /** Sends a message, or answers false if there is no room now. */
        boolean send(Lane lane, Message message);
    }
}
