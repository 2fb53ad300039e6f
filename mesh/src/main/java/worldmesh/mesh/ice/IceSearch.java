package worldmesh.mesh.ice;

import java.beans.PropertyChangeEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.ice4j.Transport;
import org.ice4j.TransportAddress;
import org.ice4j.ice.Agent;
import org.ice4j.ice.CandidatePair;
import org.ice4j.ice.CandidatePairState;
import org.ice4j.ice.CandidateType;
import org.ice4j.ice.Component;
import org.ice4j.ice.HostCandidate;
import org.ice4j.ice.IceMediaStream;
import org.ice4j.ice.KeepAliveStrategy;
import org.ice4j.ice.LocalCandidate;
import org.ice4j.ice.NominationStrategy;
import org.ice4j.ice.RemoteCandidate;
import org.ice4j.ice.harvest.CandidateHarvester;
import org.ice4j.ice.harvest.HarvestStatistics;
import org.ice4j.socket.IceSocketWrapper;
import org.ice4j.socket.IceUdpSocketWrapper;
import org.ice4j.socket.MultiplexingDatagramSocket;
import org.jspecify.annotations.Nullable;
import worldmesh.mesh.path.Candidate;
import worldmesh.mesh.path.CandidateKind;
import worldmesh.mesh.path.PathOffer;
import worldmesh.mesh.path.TurnAddress;
import worldmesh.mesh.path.WayResult;

/**
 * One search of ways to one peer: an ice4j agent that checks pairs of addresses and nominates none. The port is one for
 * all addresses of the machine, so one of each family stands for all: which of them a datagram leaves from is the
 * system's choice by the way to its target. Confined to the loop; what it finds comes from threads of ice4j.
 */
final class IceSearch implements AutoCloseable {
    /** RFC 8445 §5.1.2.2, recommended. */
    private static final int HOST_PREFERENCE = 126;

    private static final int REFLEXIVE_PREFERENCE = 100;

    /** Addresses at servers that one offer tells: the nearest, and one that may be in reach where that is not, */
    private static final int RELAYED_MAX = 2;

    /** and one for who has IPv6 alone. */
    private static final int RELAYED_SIX_MAX = 1;

    /** Kept, or the JVM forgets their levels: ice4j logs each candidate and pair, with its address. */
    private static final List<Logger> LOGGERS = quiet();

    private final long attempt;
    private final Agent agent;
    private final Component component;
    private final IceMediaStream stream;
    private final Set<InetSocketAddress> hosts = new LinkedHashSet<>();
    private final Set<InetSocketAddress> relayed = new LinkedHashSet<>();
    private final Map<InetSocketAddress, Candidate> offered = new LinkedHashMap<>();
    private final Map<Integer, TurnRelay> relays = new LinkedHashMap<>();
    private final List<StunSocket> sockets;
    private final UdpMux mux;
    private @Nullable PathOffer remote;

    private IceSearch(long attempt, Agent agent, IceMediaStream stream, Component component, MuxHarvester harvester) {
        this.attempt = attempt;
        this.agent = agent;
        this.stream = stream;
        this.component = component;
        this.mux = harvester.mux;
        this.sockets = harvester.sockets;
    }

    private static List<Logger> quiet() {
        // An HTTP request to an address of one cloud, at the first agent, is nothing a game should send.
        System.setProperty("ice4j.harvest.mapping.aws.enabled", "false");
        System.setProperty("ice4j.software", "");
        List<Logger> loggers =
                List.of(Logger.getLogger("org.ice4j"), Logger.getLogger("org.jitsi"), Logger.getLogger("JitsiConfig"));
        loggers.forEach(logger -> logger.setLevel(Level.OFF));
        return loggers;
    }

    /**
     * Begins.
     *
     * @param attempt the number of the search in its offers
     * @param controlling true at one of the two sides
     * @param mux the port
     * @param onWay hears, on any thread, where the peer answers from
     * @throws IOException if ice4j cannot
     */
    static IceSearch begin(long attempt, boolean controlling, UdpMux mux, Consumer<InetSocketAddress> onWay)
            throws IOException {
        assert !LOGGERS.isEmpty();
        Agent agent = new Agent();
        boolean begun = false;
        try {
            agent.setControlling(controlling);
            agent.setUseDynamicPorts(false);
            agent.setNominationStrategy(NominationStrategy.NONE);
            MuxHarvester harvester = new MuxHarvester(mux, new ArrayList<>());
            agent.addCandidateHarvester(harvester);
            IceMediaStream stream = agent.createMediaStream("link");
            stream.addPairChangeListener(change -> {
                InetSocketAddress way = way(change);
                if (way != null) {
                    onWay.accept(way);
                }
            });
            Component component = agent.createComponent(stream, KeepAliveStrategy.SELECTED_ONLY, false);
            begun = true;
            return new IceSearch(attempt, agent, stream, component, harvester);
        } finally {
            if (!begun) {
                agent.free();
            }
        }
    }

    private static @Nullable InetSocketAddress way(PropertyChangeEvent change) {
        boolean valid = IceMediaStream.PROPERTY_PAIR_VALIDATED.equals(change.getPropertyName());
        if (!valid || !(change.getSource() instanceof CandidatePair pair)) {
            return null;
        }
        TransportAddress address = pair.getRemoteCandidate().getTransportAddress();
        InetSocketAddress remote = new InetSocketAddress(address.getAddress(), address.getPort());
        boolean through = pair.getLocalCandidate().getBase() instanceof RelayedPlace;
        return through ? TurnAddress.of(((RelayedPlace) pair.getLocalCandidate().getBase()).number, remote) : remote;
    }

    long attempt() {
        return attempt;
    }

    /** The other side's search, 0 while it is not heard. */
    long remoteAttempt() {
        return remote == null ? 0 : remote.attempt();
    }

    boolean isHeard() {
        return remote != null;
    }

    /** What to tell the other side. */
    PathOffer offer(List<InetSocketAddress> own, Set<InetSocketAddress> seen) {
        List<Candidate> candidates = new ArrayList<>();
        own.forEach(address -> candidates.add(new Candidate(CandidateKind.HOST, address)));
        List<InetSocketAddress> places = places();
        for (InetSocketAddress address : seen) {
            if (!own.contains(address) && candidates.size() < PathOffer.CANDIDATES_MAX - places.size()) {
                candidates.add(new Candidate(CandidateKind.REFLEXIVE, address));
            }
        }
        places.forEach(place -> candidates.add(new Candidate(CandidateKind.RELAYED, place)));
        return new PathOffer(attempt, agent.getLocalUfrag(), agent.getLocalPassword(), candidates);
    }

    /** Tells the other side, besides, where a NAT may show this one. */
    PathOffer guess(List<InetSocketAddress> likely) {
        List<Candidate> candidates = likely.stream()
                .map(place -> new Candidate(CandidateKind.REFLEXIVE, place))
                .toList();
        return new PathOffer(attempt, agent.getLocalUfrag(), agent.getLocalPassword(), candidates);
    }

    private List<InetSocketAddress> places() {
        List<InetSocketAddress> four = new ArrayList<>();
        List<InetSocketAddress> six = new ArrayList<>();
        for (TurnRelay relay : relays.values()) {
            for (InetSocketAddress place : relay.places()) {
                (place.getAddress() instanceof Inet4Address ? four : six).add(place);
            }
        }
        return Stream.concat(four.stream().limit(RELAYED_MAX), six.stream().limit(RELAYED_SIX_MAX))
                .toList();
    }

    /** Checks through {@code relay} too, if its allocation is there, and lets in who is known; false if it does. */
    boolean add(TurnRelay relay) {
        List<InetSocketAddress> places = relay.places();
        if (places.isEmpty() || relays.putIfAbsent(relay.number(), relay) != null) {
            return false;
        }
        for (InetSocketAddress place : places) {
            StunSocket open = mux.open(agent.getLocalUfrag(), place, relay);
            sockets.add(open);
            RelayedPlace candidate = new RelayedPlace(socket(open), component, relay);
            component.addLocalCandidate(candidate);
            agent.getStunStack().addSocket(candidate.getStunSocket(null));
        }
        offered.keySet().forEach(address -> relay.permit(address.getAddress()));
        if (remote != null) {
            pairAgain();
        }
        return true;
    }

    /** ice4j pairs each address of the other side once, with what there is on this side at that time. */
    private void pairAgain() {
        List<MuxPlace> paired = new ArrayList<>();
        for (LocalCandidate local : component.getLocalCandidates()) {
            if (local instanceof MuxPlace place) {
                paired.add(place);
            }
        }
        paired.forEach(place -> place.pairs = false);
        int index = 0;
        for (Candidate candidate : offered.values()) {
            index++;
            component.addUpdateRemoteCandidates(remote(candidate, index));
        }
        component.updateRemoteCandidates();
        paired.forEach(place -> place.pairs = true);
    }

    private static IceUdpSocketWrapper socket(StunSocket socket) {
        try {
            return new IceUdpSocketWrapper(new MultiplexingDatagramSocket(socket));
        } catch (IOException e) {
            socket.close();
            throw new UncheckedIOException("cannot give ice4j a socket at " + socket.getLocalPort(), e);
        }
    }

    /** Where others see the peer. */
    void hint(InetSocketAddress seen) {
        if (Candidate.isUsable(seen)) {
            add(new Candidate(CandidateKind.REFLEXIVE, seen));
            component.updateRemoteCandidates();
        }
    }

    /** Takes the first offer of the other side, or more candidates of it. */
    void take(PathOffer offer) {
        boolean first = remote == null;
        remote = offer;
        for (Candidate candidate : offer.candidates()) {
            if (candidate.kind() == CandidateKind.HOST) {
                hosts.add(candidate.address());
            } else if (candidate.kind() == CandidateKind.RELAYED) {
                relayed.add(candidate.address());
            }
            add(candidate);
        }
        if (first) {
            stream.setRemoteUfrag(offer.fragment());
            stream.setRemotePassword(offer.password());
            agent.startConnectivityEstablishment();
        }
        component.updateRemoteCandidates();
    }

    private void add(Candidate candidate) {
        boolean room = offered.size() < 2 * PathOffer.CANDIDATES_MAX;
        if (!room || offered.putIfAbsent(candidate.address(), candidate) != null) {
            return;
        }
        relays.values().forEach(relay -> relay.permit(candidate.address().getAddress()));
        component.addUpdateRemoteCandidates(remote(candidate, offered.size()));
    }

    private RemoteCandidate remote(Candidate candidate, int index) {
        return new RemoteCandidate(
                new TransportAddress(candidate.address(), Transport.UDP),
                component,
                switch (candidate.kind()) {
                    case HOST -> CandidateType.HOST_CANDIDATE;
                    case REFLEXIVE -> CandidateType.SERVER_REFLEXIVE_CANDIDATE;
                    case RELAYED -> CandidateType.RELAYED_CANDIDATE;
                },
                Integer.toString(index),
                (long) preference(candidate.kind()) << 24 | (65_535L - index) << 8 | 255,
                null);
    }

    private static int preference(CandidateKind kind) {
        return switch (kind) {
            case HOST -> HOST_PREFERENCE;
            case REFLEXIVE -> REFLEXIVE_PREFERENCE;
            case RELAYED -> 0;
        };
    }

    /** How direct a way to {@code address} is. */
    CandidateKind kind(InetSocketAddress address) {
        if (TurnAddress.is(address) || relayed.contains(address)) {
            return CandidateKind.RELAYED;
        }
        return hosts.contains(address) ? CandidateKind.HOST : CandidateKind.REFLEXIVE;
    }

    /** The peer's own addresses, as far as it told them. */
    Set<InetSocketAddress> hosts() {
        return hosts;
    }

    /** What became of each pair, and of each address of the other side that made none. */
    List<WayResult> results() {
        List<WayResult> results = new ArrayList<>();
        Set<InetSocketAddress> paired = new LinkedHashSet<>();
        for (CandidatePair pair : List.copyOf(stream.getCheckList())) {
            TransportAddress address = pair.getRemoteCandidate().getTransportAddress();
            InetSocketAddress remote = new InetSocketAddress(address.getAddress(), address.getPort());
            boolean relayedHere = pair.getLocalCandidate().getBase() instanceof RelayedPlace;
            if (Candidate.isUsable(remote) && results.size() < WayResult.MAX) {
                paired.add(remote);
                results.add(new WayResult(
                        relayedHere ? CandidateKind.RELAYED : CandidateKind.HOST,
                        known(remote),
                        outcome(pair.getState()),
                        heard(relayedHere).contains(remote)));
            }
        }
        for (Candidate candidate : offered.values()) {
            if (!paired.contains(candidate.address()) && results.size() < WayResult.MAX) {
                boolean heard = heard(false).contains(candidate.address());
                results.add(new WayResult(CandidateKind.HOST, candidate, WayResult.Outcome.UNTRIED, heard));
            }
        }
        return results;
    }

    private Candidate known(InetSocketAddress remote) {
        Candidate told = offered.get(remote);
        return told == null ? new Candidate(CandidateKind.REFLEXIVE, remote) : told;
    }

    private static WayResult.Outcome outcome(CandidatePairState state) {
        return switch (state) {
            case SUCCEEDED -> WayResult.Outcome.ANSWERED;
            case IN_PROGRESS, FAILED -> WayResult.Outcome.UNANSWERED;
            case WAITING, FROZEN -> WayResult.Outcome.UNTRIED;
        };
    }

    private Set<InetSocketAddress> heard(boolean relayedHere) {
        Set<InetSocketAddress> heard = new LinkedHashSet<>();
        for (StunSocket socket : sockets) {
            if ((socket.relay() != null) == relayedHere) {
                heard.addAll(socket.heard());
            }
        }
        return heard;
    }

    /** Ends the checks; ice4j's threads and sockets of this search go. */
    @Override
    public void close() {
        agent.free();
    }

    /** Gives ice4j a socket of each family. */
    private record MuxHarvester(UdpMux mux, List<StunSocket> sockets) implements CandidateHarvester {
        @Override
        public HarvestStatistics getHarvestStatistics() {
            return new HarvestStatistics();
        }

        @Override
        public boolean isHostHarvester() {
            return true;
        }

        @Override
        public List<LocalCandidate> harvest(Component component) {
            List<LocalCandidate> candidates = new ArrayList<>();
            InetSocketAddress four = null;
            InetSocketAddress six = null;
            for (InetSocketAddress address : LocalAddresses.of(mux.local())) {
                boolean v4 = address.getAddress() instanceof Inet4Address;
                four = v4 && four == null ? address : four;
                six = !v4 && six == null ? address : six;
            }
            if (six != null) {
                candidates.add(candidate(component, six));
            }
            if (four != null) {
                candidates.add(candidate(component, four));
            }
            return candidates;
        }

        private LocalCandidate candidate(Component component, InetSocketAddress local) {
            Agent agent = component.getParentStream().getParentAgent();
            StunSocket open = mux.open(agent.getLocalUfrag(), local);
            sockets.add(open);
            MuxPlace candidate = new MuxPlace(socket(open), component);
            component.addLocalCandidate(candidate);
            agent.getStunStack().addSocket(candidate.getStunSocket(null));
            return candidate;
        }
    }

    /** An address of this machine, as ice4j sees it. */
    private static final class MuxPlace extends HostCandidate {
        volatile boolean pairs = true;

        MuxPlace(IceSocketWrapper socket, Component component) {
            super(socket, component);
        }

        @Override
        public boolean canReach(org.ice4j.ice.Candidate<?> remote) {
            return pairs && super.canReach(remote);
        }
    }

    /** An address at a server. For ice4j it is one more of this machine, the worst: it is to wrap nothing itself. */
    private static final class RelayedPlace extends HostCandidate {
        final int number;

        RelayedPlace(IceSocketWrapper socket, Component component, TurnRelay relay) {
            super(socket, component);
            this.number = relay.number();
        }

        @Override
        public long computePriorityForType(CandidateType type) {
            return super.computePriorityForType(CandidateType.RELAYED_CANDIDATE);
        }
    }
}
