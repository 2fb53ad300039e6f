package worldmesh.peer.core;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import worldmesh.mesh.link.Lane;
import worldmesh.peer.wire.Block;
import worldmesh.peer.wire.BlockAsk;
import worldmesh.runtime.identity.PeerId;
import worldmesh.runtime.metrics.CacheStats;
import worldmesh.world.replica.BlockSource;
import worldmesh.world.sector.SectorId;
import worldmesh.world.sync.Snapshot;
import worldmesh.world.sync.SnapshotAssembly;
import worldmesh.world.sync.SnapshotRoot;

/**
 * Fetches the parts of large sectors, which the holder of the authority named, from all neighbours at once, and hands
 * out what they ask for. A part counts by its hash, whoever sent it.
 */
final class BlockDesk {
    /** Parts asked of one neighbour at a time: 320 kB at most. */
    static final int WINDOW = 8;

    /** A neighbour that does not answer for so long is not asked again, the holder is. */
    static final long ANSWER_NANOS = 3_000_000_000L;

    /** Parts are kept so long after the holder is gone: who takes its place names most of them again. */
    static final long KEPT_NANOS = 120_000_000_000L;

    /** Sectors begun; the oldest is forgotten. */
    private static final int FETCHES_MAX = 4;

    /** Parts of one sector: fronts and blocks, as docs/wire-session.md says of BlockAsk. */
    private static final int PARTS_MAX = SnapshotRoot.FRONTS_MAX + 1_024;

    /** Asks of one link that wait; a neighbour asks for fewer. */
    private static final int ASKS_MAX = 4 * WINDOW;

    /** Blocks made anew for others in one update: a millisecond or two. */
    private static final int BUILT_PER_UPDATE = 2;

    private static final byte[] NONE = new byte[0];

    private final SessionScope scope;
    private final BiConsumer<PeerLink, Snapshot> install;
    private final Map<SectorId, Fetch> fetches = new TreeMap<>();
    private final ArrayDeque<Wanted> wanted = new ArrayDeque<>();
    private final Map<PeerId, Integer> waiting = new TreeMap<>();
    private long kept;

    /** One sector on its way here. */
    private static final class Fetch {
        private final SnapshotAssembly assembly;
        private final PeerId holder;
        private final Map<Integer, Asked> asked = new TreeMap<>();
        private final Set<Integer> holderOnly = new TreeSet<>();
        private final Set<PeerId> useless = new TreeSet<>();
        private long touchedNanos;

        Fetch(SnapshotAssembly assembly, PeerId holder, long nowNanos) {
            this.assembly = assembly;
            this.holder = holder;
            this.touchedNanos = nowNanos;
        }
    }

    private record Asked(PeerId peer, long untilNanos) {}

    /** One part that a neighbour asked for. */
    private record Wanted(PeerId peer, BlockAsk ask, BlockAsk.Part part) {}

    BlockDesk(SessionScope scope, BiConsumer<PeerLink, Snapshot> install) {
        this.scope = scope;
        this.install = install;
    }

    // Fetching

    /** The holder named the parts of a sector. */
    void onRoot(PeerLink link, SnapshotRoot root) {
        Fetch before = fetches.remove(root.sector());
        if (fetches.size() >= FETCHES_MAX) {
            fetches.entrySet().stream()
                    .min((one, other) -> Long.compare(one.getValue().touchedNanos, other.getValue().touchedNanos))
                    .ifPresent(oldest -> fetches.remove(oldest.getKey()));
        }
        SnapshotAssembly assembly = new SnapshotAssembly(
                scope.world.replica().manifest().worldId(), root, before == null ? null : before.assembly);
        kept += assembly.count();
        Fetch fetch = new Fetch(assembly, link.peer(), scope.nowNanos);
        fetches.put(root.sector(), fetch);
        finish(root.sector(), fetch);
    }

    /** Parts that a root named and that were here from the one before, and those that had to be fetched. */
    CacheStats cache() {
        long parts = fetches.values().stream()
                .mapToLong(fetch -> fetch.assembly.count())
                .sum();
        return new CacheStats("parts", kept, scope.counters.blocksFetched, parts, FETCHES_MAX * PARTS_MAX);
    }

    /** A neighbour answered. */
    void onBlock(PeerLink link, Block block) {
        Fetch fetch = fetches.get(block.sector());
        Asked asked = fetch == null ? null : fetch.asked.get(block.number());
        if (fetch == null || asked == null || !asked.peer().equals(link.peer())) {
            scope.counters.unexpectedMessages++;
            return;
        }
        fetch.asked.remove(block.number());
        if (block.data().length == 0) {
            onMissing(link, fetch, block);
        } else if (fetch.assembly.add(block.number(), block.data())) {
            scope.counters.blocksFetched++;
            fetch.touchedNanos = scope.nowNanos;
            finish(block.sector(), fetch);
        } else {
            scope.counters.malformedMessages++;
            fetch.useless.add(link.peer());
        }
    }

    private void onMissing(PeerLink link, Fetch fetch, Block block) {
        fetch.holderOnly.add(block.number());
        if (link.peer().equals(fetch.holder)) {
            // It names others now, or sends a snapshot.
            fetch.useless.add(link.peer());
        }
    }

    private void finish(SectorId sector, Fetch fetch) {
        PeerLink holder = scope.links.admitted(fetch.holder);
        if (holder == null || !fetch.assembly.isWhole()) {
            return;
        }
        fetches.remove(sector);
        Snapshot snapshot = fetch.assembly.snapshot();
        if (snapshot == null) {
            scope.counters.malformedMessages++;
        } else {
            install.accept(holder, snapshot);
        }
    }

    /** The sector came by other means. */
    void onInstalled(SectorId sector) {
        fetches.remove(sector);
    }

    void onLinkDown(PeerId peer) {
        waiting.remove(peer);
        for (Fetch fetch : fetches.values()) {
            fetch.asked.values().removeIf(asked -> asked.peer().equals(peer));
        }
    }

    /** Asks for what is lacking, of everybody who may have it. */
    void fetch() {
        if (fetches.isEmpty()) {
            return;
        }
        fetches.values().removeIf(fetch -> scope.nowNanos - fetch.touchedNanos > KEPT_NANOS);
        for (Fetch fetch : fetches.values()) {
            expire(fetch);
            if (scope.links.admitted(fetch.holder) == null) {
                continue;
            }
            for (PeerLink link : scope.links.admitted()) {
                ask(fetch, link);
            }
        }
    }

    private void expire(Fetch fetch) {
        for (Iterator<Map.Entry<Integer, Asked>> all = fetch.asked.entrySet().iterator(); all.hasNext(); ) {
            Map.Entry<Integer, Asked> each = all.next();
            if (scope.nowNanos > each.getValue().untilNanos()) {
                all.remove();
                fetch.holderOnly.add(each.getKey());
                if (!each.getValue().peer().equals(fetch.holder)) {
                    fetch.useless.add(each.getValue().peer());
                }
            }
        }
    }

    private void ask(Fetch fetch, PeerLink link) {
        PeerId peer = link.peer();
        long open = fetch.asked.values().stream()
                .filter(asked -> asked.peer().equals(peer))
                .count();
        if (open >= WINDOW || fetch.useless.contains(peer)) {
            return;
        }
        SnapshotRoot root = fetch.assembly.root();
        boolean holds = peer.equals(fetch.holder);
        List<BlockAsk.Part> parts = new ArrayList<>();
        for (int i = 0; i < root.parts() && parts.size() < WINDOW - open; i++) {
            // The holder begins with what it alone has, and goes on from the other end.
            int number = !holds || i < root.fronts() ? i : root.parts() - 1 - (i - root.fronts());
            if (isWanted(fetch, number, holds)) {
                fetch.asked.put(number, new Asked(peer, scope.nowNanos + ANSWER_NANOS));
                parts.add(new BlockAsk.Part(number, root.hashes().get(number)));
            }
        }
        if (!parts.isEmpty()) {
            link.send(PeerLink.CONTROL_STREAM, new BlockAsk(root.sector(), root.fronts(), root.bits(), parts));
        }
    }

    /** True if a part is neither here nor asked for, and of those that who is asked may have. */
    private static boolean isWanted(Fetch fetch, int number, boolean ofHolder) {
        boolean anybodys = number >= fetch.assembly.root().fronts() && !fetch.holderOnly.contains(number);
        return (ofHolder || anybodys) && !fetch.assembly.has(number) && !fetch.asked.containsKey(number);
    }

    // Handing out

    void onAsk(PeerLink link, BlockAsk ask) {
        for (BlockAsk.Part part : ask.parts()) {
            if (waiting.merge(link.peer(), 1, Integer::sum) > ASKS_MAX) {
                waiting.merge(link.peer(), -1, Integer::sum);
                scope.counters.limitedMessages++;
            } else {
                wanted.addLast(new Wanted(link.peer(), ask, part));
            }
        }
    }

    /** Answers what neighbours asked for, as far as their links have room. */
    void serve(BlockSource source) {
        int built = 0;
        Set<PeerId> full = new TreeSet<>();
        for (int left = wanted.size(); left > 0 && built < BUILT_PER_UPDATE; left--) {
            Wanted next = wanted.removeFirst();
            PeerLink link = scope.links.admitted(next.peer());
            if (link == null) {
                waiting.remove(next.peer());
                continue;
            }
            if (full.contains(next.peer())) {
                wanted.addLast(next);
                continue;
            }
            SectorId sector = next.ask().sector();
            byte[] data = link.sync().part(sector, next.part(), scope.nowNanos);
            int block = next.part().number() - next.ask().fronts();
            if (data == null && block >= 0) {
                built++;
                data = source.block(
                        sector, next.ask().bits(), block, next.part().hash());
            }
            if (send(link, new Block(sector, next.part().number(), data == null ? NONE : data))) {
                waiting.merge(next.peer(), -1, Integer::sum);
            } else {
                full.add(next.peer());
                wanted.addLast(next);
            }
        }
    }

    private boolean send(PeerLink link, Block block) {
        boolean sent = link.trySend(Lane.BULK, PeerLink.SOCIAL_STREAM, block);
        scope.counters.blocksServed += sent && block.data().length > 0 ? 1 : 0;
        return sent;
    }
}
