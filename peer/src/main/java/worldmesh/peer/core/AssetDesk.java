package worldmesh.peer.core;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import worldmesh.mesh.link.Lane;
import worldmesh.peer.asset.AssetManifest;
import worldmesh.peer.asset.AssetStore;
import worldmesh.peer.asset.AssetView;
import worldmesh.peer.asset.PartRange;
import worldmesh.peer.asset.Swarm;
import worldmesh.peer.asset.Uploads;
import worldmesh.peer.event.AssetEvent;
import worldmesh.peer.event.Origin;
import worldmesh.peer.wire.AssetAsk;
import worldmesh.peer.wire.AssetHave;
import worldmesh.peer.wire.AssetOffer;
import worldmesh.peer.wire.AssetPart;
import worldmesh.peer.wire.AssetWord;
import worldmesh.runtime.identity.PeerId;
import worldmesh.runtime.metrics.CacheStats;
import worldmesh.world.hash.Hash;

/** The files that players share: offers, fetches, hands out. Confined to the session's thread. */
public final class AssetDesk {
    /** Files that are known at once; an offer beyond takes the place of the oldest that was not taken up. */
    static final int ASSETS_MAX = 256;

    /** Offers of one peer; what it offers beyond is not looked at. */
    static final int OFFERS_MAX = 32;

    /** Files in which a peer sent a wrong part; then nothing of files is taken from it any more. */
    static final int LIES_MAX = 3;

    /** Liars remembered: more than a party has members, one after the other. */
    private static final int LIARS_MAX = 1_024;

    /** Parts are asked for so often at most: 64 each time stay below the 5,000 messages a second of a peer. */
    private static final long ASK_NANOS = 15_000_000;

    /** Parts, which may be late, apart from blocks of sectors. */
    private static final int PART_STREAM = 2;

    private final SessionScope scope;
    private final Map<Hash, AssetEntry> entries = new LinkedHashMap<>();
    private final Map<PeerId, Integer> lies = new TreeMap<>();
    private final AssetWords words;
    private long partsHere;
    private final Uploads.Outbox uploadsOut = new Sending();
    private Uploads uploads;
    private @Nullable AssetStore store;
    private long askedNanos = Long.MIN_VALUE;

    AssetDesk(SessionScope scope) {
        this.scope = scope;
        this.words = new AssetWords(scope, entries);
        this.uploads = uploads(0);
    }

    private Uploads uploads(long bytesPerSecond) {
        return new Uploads(bytesPerSecond, peer -> scope.links.admitted(peer) != null, uploadsOut);
    }

    /** Keeps files in {@code disk}, goes on with those it knows, and hands out so much to each peer; 0 is no bound. */
    public void keepIn(AssetStore disk, long bytesPerSecond) {
        store = disk;
        uploads = uploads(bytesPerSecond);
        words.keepIn(disk);
        disk.known(this::onKnown);
    }

    private AssetStore store() {
        AssetStore disk = store;
        if (disk == null) {
            throw new IllegalStateException("this session keeps no files; open it with a store for them");
        }
        return disk;
    }

    private void onKnown(List<AssetStore.Known> files) {
        for (AssetStore.Known each : files) {
            AssetEntry entry = entry(each.manifest());
            entry.place = each.place();
            entry.path = each.path();
            switch (each.role()) {
                case SHARED -> offer(entry);
                case FETCHING -> open(entry);
                case FETCHED -> become(entry, AssetView.State.HERE, Origin.LOCAL);
            }
        }
    }

    private AssetEntry entry(AssetManifest manifest) {
        return entries.computeIfAbsent(manifest.id(), id -> new AssetEntry(manifest));
    }

    // What the player does

    /** Offers a file of this machine to everybody here and whoever comes; {@code answer} is told, in an update. */
    public void share(String file, Consumer<AssetStore.Opened> answer) {
        store().share(file, opened -> {
            AssetStore.Known known = opened.file();
            if (known != null) {
                AssetEntry entry = entry(known.manifest());
                entry.path = known.path();
                entry.swarm = null;
                offer(entry);
            }
            answer.accept(opened);
        });
    }

    private void offer(AssetEntry entry) {
        become(entry, AssetView.State.SHARED, Origin.LOCAL);
        scope.links.admitted().forEach(link -> words.tell(link, entry));
    }

    /** Fetches a file that was offered; false if it is not known. */
    public boolean fetch(Hash id, AssetStore.Place place) {
        AssetEntry entry = entries.get(id);
        if (entry == null) {
            return false;
        }
        boolean idle = entry.state == AssetView.State.OFFERED || entry.state == AssetView.State.FAILED;
        if (idle) {
            entry.place = place;
            open(entry);
        }
        return true;
    }

    /** Parts of files that were here when they were asked for, and those that had to be fetched. */
    CacheStats cache() {
        return new CacheStats("files", partsHere, scope.counters.assetPartsFetched, entries.size(), ASSETS_MAX);
    }

    private void open(AssetEntry entry) {
        become(entry, AssetView.State.OPENING, Origin.LOCAL);
        store().open(entry.manifest, entry.place, opened -> onOpened(entry, opened));
    }

    private void onOpened(AssetEntry entry, AssetStore.Opened opened) {
        AssetStore.Known known = opened.file();
        if (entry.state != AssetView.State.OPENING) {
            return;
        }
        if (known == null) {
            fail(entry, opened.why());
            return;
        }
        entry.path = known.path();
        partsHere += opened.here().cardinality();
        Swarm swarm = new Swarm(entry.manifest, opened.here(), scope.session ^ entry.id.longAt(0));
        entry.swarm = swarm;
        entry.offeredBy.forEach(peer -> swarm.onHave(peer, entry.all()));
        become(entry, AssetView.State.FETCHING, Origin.LOCAL);
        for (PeerLink link : scope.links.admitted()) {
            tellHave(link, entry, swarm.ranges());
        }
    }

    private void fail(AssetEntry entry, String why) {
        entry.swarm = null;
        entry.why = why;
        become(entry, AssetView.State.FAILED, Origin.LOCAL);
    }

    /** Offers or fetches a file no more. */
    public void drop(Hash id) {
        AssetEntry entry = entries.remove(id);
        if (entry != null) {
            if (entry.state == AssetView.State.SHARED) {
                words.withdraw(id);
            }
            store().forget(id);
            scope.links.broadcast(PeerLink.SOCIAL_STREAM, new AssetHave(id, false, true, List.of()), null);
        }
    }

    /** All files that are known. */
    public List<AssetView> views() {
        return entries.values().stream().map(AssetEntry::view).toList();
    }

    /** Bytes of files that others were sent. */
    public long bytesSent() {
        return uploads.bytesSent();
    }

    private void become(AssetEntry entry, AssetView.State state, Origin origin) {
        entry.state = state;
        scope.emit(new AssetEvent(entry.view(), origin, scope.worldMillis()));
    }

    // What comes from links

    void onAdmitted(PeerLink link) {
        words.tellWithdrawn(link);
        int told = 0;
        for (AssetEntry entry : entries.values()) {
            if (entry.swarm != null) {
                tellHave(link, entry, entry.ranges());
            } else if (entry.isWhole() && told < OFFERS_MAX) {
                told++;
                words.tell(link, entry);
            }
        }
    }

    private void tellHave(PeerLink link, AssetEntry entry, List<PartRange> ranges) {
        boolean wants = entry.swarm != null && !entry.swarm.isWhole();
        int from = 0;
        do {
            int end = Math.min(ranges.size(), from + AssetHave.RANGES_MAX);
            link.send(PeerLink.SOCIAL_STREAM, new AssetHave(entry.id, wants, false, ranges.subList(from, end)));
            from = end;
        } while (from < ranges.size());
    }

    void onLinkDown(PeerId peer) {
        uploads.onGone(peer);
        words.onLinkDown(peer);
        for (AssetEntry entry : List.copyOf(entries.values())) {
            entry.interested.remove(peer);
            onGone(entry, peer);
        }
    }

    private void onGone(AssetEntry entry, PeerId peer) {
        entry.offeredBy.remove(peer);
        if (entry.swarm != null) {
            entry.swarm.onGone(peer);
        } else if (entry.state == AssetView.State.OFFERED && entry.offeredBy.isEmpty()) {
            words.forget(entry);
        }
    }

    private boolean isRefused(PeerLink link) {
        boolean refused = lies.getOrDefault(link.peer(), 0) >= LIES_MAX;
        scope.counters.refusedAssets += refused ? 1 : 0;
        return refused;
    }

    void onOffer(PeerLink link, AssetOffer offer) {
        long before = entries.values().stream()
                .filter(each -> each.offeredBy.contains(link.peer()))
                .count();
        if (isRefused(link) || store == null) {
            return;
        }
        Hash id = offer.manifest().id();
        if (words.isOver(id)) {
            scope.counters.refusedAssets++;
            return;
        }
        AssetEntry entry = entries.get(id);
        if (before >= OFFERS_MAX || (entry == null && !hasRoom())) {
            scope.counters.limitedMessages++;
            return;
        }
        if (entry != null) {
            entry.offeredBy.add(link.peer());
            if (entry.swarm != null) {
                entry.swarm.onHave(link.peer(), entry.all());
            }
            return;
        }
        AssetEntry offered = new AssetEntry(offer.manifest());
        offered.sharer = words.sharer(id);
        offered.offeredBy.add(link.peer());
        entries.put(id, offered);
        become(offered, AssetView.State.OFFERED, Origin.REMOTE);
    }

    private boolean hasRoom() {
        if (entries.size() < ASSETS_MAX) {
            return true;
        }
        AssetEntry idle = entries.values().stream()
                .filter(each -> each.state == AssetView.State.OFFERED)
                .findFirst()
                .orElse(null);
        if (idle != null) {
            words.forget(idle);
        }
        return idle != null;
    }

    void onWord(PeerLink link, AssetWord word) {
        if (!isRefused(link) && store != null) {
            words.onWord(link, word.claim());
        }
    }

    void onHave(PeerLink link, AssetHave have) {
        AssetEntry entry = entries.get(have.asset());
        // What was offered before this peer came is no offer to it, and no offence either.
        if (entry == null || isRefused(link)) {
            return;
        }
        if (have.gone()) {
            entry.interested.remove(link.peer());
            onGone(entry, link.peer());
            return;
        }
        Swarm swarm = entry.swarm;
        if (swarm != null && !swarm.onHave(link.peer(), have.ranges())) {
            scope.counters.malformedMessages++;
            return;
        }
        if (have.wants() && entry.interested.add(link.peer()) && (swarm != null || entry.isWhole())) {
            tellHave(link, entry, entry.ranges());
        }
    }

    void onAsk(PeerLink link, AssetAsk ask) {
        AssetEntry entry = entries.get(ask.asset());
        for (int part : ask.parts()) {
            Uploads.Part wanted = new Uploads.Part(ask.asset(), part);
            if (entry == null || !entry.has(part)) {
                scope.counters.refusedAssets++;
                answer(link, wanted, AssetPart.NONE);
            } else {
                boolean spread = entry.state == AssetView.State.SHARED && !entry.manifest.isGroup(part);
                boolean taken = uploads.onAsk(link.peer(), wanted, spread, scope.nowNanos);
                scope.counters.limitedMessages += taken ? 0 : 1;
            }
        }
    }

    private static void answer(PeerLink link, Uploads.Part part, int how) {
        link.send(PeerLink.SOCIAL_STREAM, new AssetPart(part.asset(), part.number(), how, new byte[0]));
    }

    void onPart(PeerLink link, AssetPart part) {
        AssetEntry entry = entries.get(part.asset());
        Swarm swarm = entry == null ? null : entry.swarm;
        if (entry == null || swarm == null) {
            scope.counters.unexpectedMessages++;
            return;
        }
        Swarm.Verdict verdict = part.answer() == AssetPart.DATA
                ? swarm.onPart(link.peer(), part.part(), part.data(), scope.nowNanos, new Fetching(entry))
                : swarm.onNoPart(link.peer(), part.part(), part.answer() == AssetPart.LATER, scope.nowNanos);
        switch (verdict) {
            case TAKEN -> {}
            case UNASKED -> scope.counters.unexpectedMessages++;
            case WRONG -> onLie(link.peer());
        }
    }

    private void onLie(PeerId peer) {
        scope.counters.wrongAssetParts++;
        if (lies.size() < LIARS_MAX || lies.containsKey(peer)) {
            lies.merge(peer, 1, Integer::sum);
        }
    }

    private void onStored(AssetEntry entry, PeerId from, int part, Swarm.Stored how) {
        Swarm swarm = entry.swarm;
        if (swarm == null) {
            return;
        }
        swarm.onStored(from, part, how);
        switch (how) {
            case KEPT -> scope.counters.assetPartsFetched++;
            case WRONG -> onLie(from);
            case FAILED -> fail(entry, "the disk took no more; free some room, then fetch it again");
        }
    }

    // What goes on by itself

    void onTime() {
        if (store == null) {
            return;
        }
        boolean asks = askedNanos == Long.MIN_VALUE || scope.nowNanos - askedNanos >= ASK_NANOS;
        askedNanos = asks ? scope.nowNanos : askedNanos;
        for (AssetEntry entry : List.copyOf(entries.values())) {
            if (entry.swarm != null) {
                goOn(entry, entry.swarm, asks);
            }
        }
        uploads.onTime(scope.nowNanos);
    }

    private void goOn(AssetEntry entry, Swarm swarm, boolean asks) {
        if (asks) {
            swarm.onTime(scope.nowNanos, new Fetching(entry));
            List<PartRange> fresh = swarm.takeFresh();
            if (!fresh.isEmpty()) {
                tellInterested(entry, fresh);
            }
        }
        if (swarm.isWhole() && !entry.finishing) {
            entry.finishing = true;
            store().finish(entry.id, opened -> onFinished(entry, opened));
        }
    }

    private void tellInterested(AssetEntry entry, List<PartRange> fresh) {
        for (PeerId peer : entry.interested) {
            PeerLink link = scope.links.admitted(peer);
            if (link != null) {
                tellHave(link, entry, fresh);
            }
        }
    }

    private void onFinished(AssetEntry entry, AssetStore.Opened opened) {
        entry.finishing = false;
        AssetStore.Known known = opened.file();
        if (known == null) {
            fail(entry, opened.why());
            return;
        }
        tellInterested(entry, entry.all());
        entry.swarm = null;
        entry.path = known.path();
        become(entry, AssetView.State.HERE, Origin.LOCAL);
        words.onWhole(entry);
        // Whoever comes to want it finds it here when the sharer is gone.
        scope.links.admitted().stream()
                .filter(link -> !entry.interested.contains(link.peer()))
                .forEach(link -> words.tell(link, entry));
    }

    /** Where the swarm of one file acts. */
    private final class Fetching implements Swarm.Outbox {
        private final AssetEntry entry;

        Fetching(AssetEntry entry) {
            this.entry = entry;
        }

        @Override
        public void ask(PeerId peer, List<Integer> parts) {
            PeerLink link = scope.links.admitted(peer);
            if (link != null) {
                link.send(PeerLink.SOCIAL_STREAM, new AssetAsk(entry.id, new ArrayList<>(parts)));
            }
        }

        @Override
        public void store(PeerId from, int part, byte[] data) {
            AssetDesk.this.store().write(entry.id, part, data, how -> onStored(entry, from, part, how));
        }
    }

    /** Where parts that are handed out come from and go. */
    private final class Sending implements Uploads.Outbox {
        @Override
        public void read(PeerId asker, Uploads.Part part) {
            store().read(part.asset(), part.number(), data -> uploads.onRead(asker, part, data));
        }

        @Override
        public boolean send(PeerId to, Uploads.Part part, byte @Nullable [] data) {
            PeerLink link = scope.links.admitted(to);
            if (link == null) {
                return true; // it left; nothing is owed to it
            }
            if (data == null) {
                answer(link, part, AssetPart.NONE);
                onUnreadable(part.asset());
                return true;
            }
            AssetPart message = new AssetPart(part.asset(), part.number(), AssetPart.DATA, data);
            boolean sent = link.trySend(Lane.BULK, PART_STREAM, message);
            scope.counters.assetPartsServed += sent ? 1 : 0;
            return sent;
        }

        @Override
        public void later(PeerId to, Uploads.Part part) {
            PeerLink link = scope.links.admitted(to);
            if (link != null) {
                answer(link, part, AssetPart.LATER);
            }
        }
    }

    /** A file that was whole is no more what it was: it is offered no more. */
    private void onUnreadable(Hash id) {
        AssetEntry entry = entries.get(id);
        if (entry != null && entry.isWhole()) {
            fail(entry, "it was changed or removed since; share or fetch it again");
            scope.links.broadcast(PeerLink.SOCIAL_STREAM, new AssetHave(id, false, true, List.of()), null);
        }
    }
}
