package worldmesh.mesh.ice;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import worldmesh.mesh.path.Candidate;
import worldmesh.mesh.path.CandidateKind;
import worldmesh.mesh.path.PathEvent;
import worldmesh.mesh.path.PathFinder;
import worldmesh.mesh.path.PathOffer;
import worldmesh.mesh.path.Rendezvous;
import worldmesh.runtime.identity.PeerId;
import worldmesh.runtime.identity.SignatureVerifier;
import worldmesh.runtime.identity.Signer;
import worldmesh.runtime.loop.BoundedInbox;
import worldmesh.runtime.loop.EventLoop;
import worldmesh.runtime.metrics.Metrics;

/**
 * Looks for ways to peers by ICE, on a loop of its own that starts with the first search: who plays on a LAN pays
 * nothing. Tells the first way as soon as a check of it is answered, and a more direct one after it; then the search
 * ends, and the link keeps the way open by itself. Any thread.
 */
public final class IceConnector implements PathFinder, AutoCloseable {
    /** Searches at once. More take no less time in all and make each slower (docs/decisions/0012). */
    public static final int SEARCHES_MAX = 8;

    /** Peers that wait for their turn; further ones ask again. */
    static final int WAITING_MAX = 128;

    /** A search without an answer ends after this: ice4j gives a check 1.6 s, and offers may take seconds to travel. */
    static final long PATIENCE_NANOS = 8_000_000_000L;

    /** A search goes on so long after its first way, for a better one and to answer the other side's checks. */
    static final long LINGER_NANOS = 1_500_000_000L;

    /** Searches of others that are over: their offers, repeated by somebody, begin nothing. */
    static final int OVER_MAX = 512;

    /** Peers that were told where a NAT may show this one. */
    static final int FORECASTS_MAX = 128;

    /** A way through a server waits so long for a direct one, whose checks take as long: it spares a move. */
    static final long RELAYED_NANOS = 150_000_000L;

    private static final int EVENTS_MAX = 512;
    private static final Logger log = LoggerFactory.getLogger(IceConnector.class);

    private final UdpMux mux;
    private final IceSettings settings;
    private final Signer signer;
    private final SignatureVerifier verifier;
    private final RandomGenerator random;
    private final BoundedInbox<PathEvent> events = new BoundedInbox<>(EVENTS_MAX);
    private final LongAdder refused = new LongAdder();
    private final LongAdder found = new LongAdder();
    private final LongAdder forecast = new LongAdder();
    private final ReentrantLock turn = new ReentrantLock();
    private @Nullable EventLoop loop;
    private boolean closed;
    private volatile Rendezvous rendezvous = Rendezvous.NONE;

    // Confined to the loop.
    private final Map<PeerId, Search> searches = new TreeMap<>();
    private final Map<PeerId, Wish> waiting = new LinkedHashMap<>();
    private final Set<Long> over = new LinkedHashSet<>();
    private final Map<PeerId, PortForecast> forecasts = new LinkedHashMap<>();
    private @Nullable StunServers servers;
    private volatile @Nullable TurnServers turns;

    private static final class Search {
        final PeerId peer;
        final IceSearch ice;

        @Nullable CandidateKind best;

        @Nullable InetSocketAddress held;

        @Nullable PortSampler sampler;

        Search(PeerId peer, IceSearch ice) {
            this.peer = peer;
            this.ice = ice;
        }
    }

    private static final class Wish {
        @Nullable InetSocketAddress seen;

        @Nullable PathOffer offer;
    }

    private IceConnector(
            UdpMux mux, IceSettings settings, Signer signer, SignatureVerifier verifier, RandomGenerator random) {
        this.mux = mux;
        this.settings = settings;
        this.signer = signer;
        this.verifier = verifier;
        this.random = random;
    }

    /** Over the port of {@code mux}, which stays open when this is closed; {@code random} must be hard to guess. */
    public static IceConnector open(
            UdpMux mux, IceSettings settings, Signer signer, SignatureVerifier verifier, RandomGenerator random) {
        return new IceConnector(mux, settings, signer, verifier, random);
    }

    @Override
    public void seek(PeerId peer, @Nullable InetSocketAddress seen) {
        run(() -> {
            Search search = searches.get(peer);
            if (search == null) {
                Wish wish = wish(peer);
                if (wish != null) {
                    wish.seen = seen;
                    beginNext();
                }
            } else if (seen != null) {
                search.ice.hint(seen);
            }
        });
    }

    @Override
    public void onOffer(PeerId from, byte[] data) {
        run(() -> {
            PathOffer offer = PathOffer.decode(data, from, signer.peer(), verifier);
            if (offer == null || over.contains(offer.attempt())) {
                refused.increment();
                return;
            }
            take(from, offer);
        });
    }

    private void take(PeerId from, PathOffer offer) {
        Search search = searches.get(from);
        if (search != null && search.ice.isHeard() && search.ice.remoteAttempt() != offer.attempt()) {
            end(search); // the other side has begun anew
            search = null;
        }
        if (search != null) {
            search.ice.take(reachable(offer));
            return;
        }
        Wish wish = wish(from);
        if (wish != null) {
            wish.offer = reachable(offer);
            beginNext();
        }
    }

    /** Without addresses that mean this very machine, unless this port is there only: nobody may point us at it. */
    private PathOffer reachable(PathOffer offer) {
        boolean home = mux.local().getAddress().isLoopbackAddress();
        List<Candidate> candidates = offer.candidates().stream()
                .filter(candidate -> home || !candidate.address().getAddress().isLoopbackAddress())
                .toList();
        return new PathOffer(offer.attempt(), offer.fragment(), offer.password(), candidates);
    }

    private @Nullable Wish wish(PeerId peer) {
        if (peer.equals(signer.peer()) || (waiting.size() >= WAITING_MAX && !waiting.containsKey(peer))) {
            refused.increment();
            return null;
        }
        return waiting.computeIfAbsent(peer, any -> new Wish());
    }

    private void beginNext() {
        while (searches.size() < SEARCHES_MAX && !waiting.isEmpty()) {
            PeerId peer = waiting.keySet().iterator().next();
            Wish wish = waiting.remove(peer);
            Search search = wish == null ? null : begin(peer);
            if (search != null && wish != null) {
                if (wish.seen != null) {
                    search.ice.hint(wish.seen);
                }
                if (wish.offer != null) {
                    search.ice.take(wish.offer);
                }
            }
        }
    }

    private @Nullable Search begin(PeerId peer) {
        EventLoop mine = loop();
        StunServers asked = servers;
        boolean cut = LocalAddresses.of(mux.local()).isEmpty();
        if (asked == null || mine == null || cut) {
            return null;
        }
        asked.refresh();
        TurnServers carriers = turns;
        if (carriers != null) {
            carriers.refresh();
        }
        long attempt = random.nextLong();
        boolean controlling = signer.peer().compareTo(peer) < 0;
        try {
            IceSearch ice =
                    IceSearch.begin(attempt, controlling, mux, way -> mine.tryExecute(() -> onWay(peer, attempt, way)));
            Search search = new Search(peer, ice);
            searches.put(peer, search);
            sample(search);
            addRelays(search);
            mine.schedule(mine.nanoTime() + PATIENCE_NANOS, () -> end(search));
            tell(search);
            return search;
        } catch (IOException | UncheckedIOException | IllegalArgumentException e) {
            log.warn("ice.search.failed peer={} reason={}", peer.brief(), e.getMessage());
            return null;
        }
    }

    private void tell(Search search) {
        StunServers asked = servers;
        Set<InetSocketAddress> seen = new LinkedHashSet<>(asked == null ? Set.of() : asked.seen());
        TurnServers carriers = turns;
        if (carriers != null) {
            seen.addAll(carriers.seen());
        }
        PathOffer offer = search.ice.offer(LocalAddresses.of(mux.local()), seen);
        events.offer(new PathEvent.Offer(search.peer, offer.encode(search.peer, signer)));
    }

    /** A NAT that shows every server another port is asked for its next ones, once in a search. */
    private void sample(Search search) {
        StunServers asked = servers;
        EventLoop mine = loop();
        List<InetSocketAddress> apart = asked == null ? List.of() : asked.disagreeing();
        if (search.sampler == null && mine != null && !apart.isEmpty()) {
            PortSampler.Where where = PortSampler.Where.beside(mux.local(), apart);
            search.sampler = PortSampler.begin(where, mine, random, told -> tellForecast(search, told));
        }
    }

    /**
     * The port that the NAT shows the other side is as old as the first search of it, so every second one tells what
     * was told before.
     */
    private void tellForecast(Search search, PortForecast fresh) {
        if (searches.get(search.peer) != search) {
            return;
        }
        PortForecast before = forecasts.remove(search.peer);
        if (before == null) {
            forecasts.put(search.peer, fresh);
            if (forecasts.size() > FORECASTS_MAX) {
                forecasts.remove(forecasts.keySet().iterator().next());
            }
        }
        boolean down = signer.peer().compareTo(search.peer) < 0;
        boolean fewer = (search.ice.attempt() & 1) == 0;
        List<InetSocketAddress> likely = (before == null ? fresh : before).places(down, fewer);
        forecast.increment();
        events.offer(new PathEvent.Offer(search.peer, search.ice.guess(likely).encode(search.peer, signer)));
    }

    private void onStunNews() {
        for (Search search : List.copyOf(searches.values())) {
            sample(search);
            tell(search);
        }
    }

    private boolean addRelays(Search search) {
        TurnServers carriers = turns;
        boolean more = false;
        for (TurnRelay relay : carriers == null ? List.<TurnRelay>of() : carriers.ready()) {
            more |= search.ice.add(relay);
        }
        return more;
    }

    /** A server carries, or does no more. */
    private void onTurnNews() {
        for (Search search : List.copyOf(searches.values())) {
            if (addRelays(search)) {
                tell(search);
            }
        }
    }

    private void onWay(PeerId peer, long attempt, InetSocketAddress way) {
        Search search = searches.get(peer);
        EventLoop mine = loop();
        if (search == null || search.ice.attempt() != attempt || mine == null) {
            return;
        }
        CandidateKind kind = search.ice.kind(way);
        if (search.best != null && search.best.compareTo(kind) <= 0) {
            return;
        }
        if (kind == CandidateKind.RELAYED && !way.equals(search.held)) {
            if (search.held == null) {
                search.held = way; // the first to answer is the nearest
                mine.schedule(mine.nanoTime() + RELAYED_NANOS, () -> onWay(peer, attempt, way));
            }
            return;
        }
        if (search.best == null) {
            mine.schedule(mine.nanoTime() + LINGER_NANOS, () -> end(search));
            found.increment();
        }
        search.best = kind;
        log.debug("ice.way.found peer={} kind={} address={}", peer.brief(), kind, way);
        events.offer(new PathEvent.Found(peer, way, kind, new ArrayList<>(search.ice.hosts())));
    }

    private void end(Search search) {
        if (searches.remove(search.peer, search)) {
            events.offer(new PathEvent.Ended(search.peer, search.ice.results()));
            search.ice.close();
            if (search.sampler != null) {
                search.sampler.close();
            }
            remember(search.ice.attempt());
            if (search.ice.isHeard()) {
                remember(search.ice.remoteAttempt());
            }
            beginNext();
        }
    }

    private void remember(long attempt) {
        over.add(attempt);
        if (over.size() > OVER_MAX) {
            over.remove(over.iterator().next());
        }
    }

    @Override
    public @Nullable InetSocketAddress around(InetSocketAddress to) {
        if (settings.turn().servers().isEmpty()) {
            return null;
        }
        run(() -> {
            TurnServers carriers = turns;
            if (carriers != null) {
                carriers.refresh();
            }
        });
        TurnServers carriers = turns;
        return carriers == null ? null : carriers.around(to);
    }

    /** Members are met at {@code node} too; before the first search. */
    public void meetAt(Rendezvous node) {
        rendezvous = node;
    }

    @Override
    public Rendezvous rendezvous() {
        return rendezvous;
    }

    /** That server is asked as well, {@code host:port}; it answers nothing longer than the question. */
    public void alsoAsk(String stunServer) {
        run(() -> {
            StunServers asked = servers;
            if (asked != null) {
                asked.add(List.of(stunServer), true);
            }
        });
    }

    @Override
    public int drain(Consumer<PathEvent> consumer, int max) {
        return events.isEmpty() ? 0 : events.drain(consumer, max);
    }

    /** Offers that were malformed, not of who they said, repeated, or too many. */
    public long refused() {
        return refused.sum();
    }

    /** Searches that found a way. */
    public long found() {
        return found.sum();
    }

    /** Offers that told where a NAT may show this peer next. */
    public long forecast() {
        return forecast.sum();
    }

    /** Shows the figures in {@code metrics}. */
    public void register(Metrics metrics) {
        metrics.counter("worldmesh_mesh_ice_ways_found_total", "searches that found a way to a peer", this::found);
        metrics.counter(
                "worldmesh_mesh_ice_forecasts_total",
                "offers that told where a symmetric NAT may show this peer next",
                this::forecast);
        metrics.counter(
                "worldmesh_mesh_ice_offers_refused_total",
                "offers of ways that were malformed, forged, repeated or too many",
                this::refused);
    }

    /** Ends all searches; ways that were found stay, those through servers until the port is closed. */
    @Override
    public void close() {
        EventLoop last;
        turn.lock();
        try {
            closed = true;
            last = loop;
        } finally {
            turn.unlock();
        }
        if (last != null) {
            last.tryExecute(() -> {
                waiting.clear();
                List.copyOf(searches.values()).forEach(this::end);
            });
            last.close();
        }
    }

    private void run(Runnable task) {
        EventLoop mine = loop();
        if (mine == null || !mine.tryExecute(task)) {
            refused.increment();
        }
    }

    /** The loop, begun when first asked for; null after the end. */
    private @Nullable EventLoop loop() {
        turn.lock();
        try {
            if (closed) {
                return null;
            }
            EventLoop mine = loop;
            if (mine == null) {
                mine = EventLoop.start("ice-" + mux.local().getPort(), failure -> {});
                loop = mine;
                StunServers asked = new StunServers(mux, mine, random, this::onStunNews);
                servers = asked;
                asked.add(settings.stunServers());
                TurnServers carriers = new TurnServers(mux, mine, settings.turn(), random, this::onTurnNews);
                turns = carriers;
                carriers.lookUp();
            }
            return mine;
        } finally {
            turn.unlock();
        }
    }
}
