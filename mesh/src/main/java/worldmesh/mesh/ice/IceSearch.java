package worldmesh.mesh.ice;

import java.beans.PropertyChangeEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.ice4j.Transport;
import org.ice4j.TransportAddress;
import org.ice4j.ice.Agent;
import org.ice4j.ice.CandidatePair;
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
import org.ice4j.socket.IceUdpSocketWrapper;
import org.ice4j.socket.MultiplexingDatagramSocket;
import org.jspecify.annotations.Nullable;
import worldmesh.mesh.path.Candidate;
import worldmesh.mesh.path.CandidateKind;
import worldmesh.mesh.path.PathOffer;

/**
 * One search of ways to one peer: an ice4j agent that checks pairs of addresses and nominates none. The port is one for
 * all addresses of the machine, so one of each family stands for all: which of them a datagram leaves from is the
 * system's choice by the way to its target. Confined to the loop; what it finds comes from threads of ice4j.
 */
final class IceSearch implements AutoCloseable {
    /** RFC 8445 §5.1.2.2, recommended. */
    private static final int HOST_PREFERENCE = 126;

    private static final int REFLEXIVE_PREFERENCE = 100;

    /** Kept, or the JVM forgets their levels: ice4j logs each candidate and pair, with its address. */
    private static final List<Logger> LOGGERS = quiet();

    private final long attempt;
    private final Agent agent;
    private final Component component;
    private final IceMediaStream stream;
    private final Set<InetSocketAddress> hosts = new LinkedHashSet<>();
    private final Set<InetSocketAddress> offered = new LinkedHashSet<>();
    private @Nullable PathOffer remote;

    private IceSearch(long attempt, Agent agent, IceMediaStream stream, Component component) {
        this.attempt = attempt;
        this.agent = agent;
        this.stream = stream;
        this.component = component;
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
            agent.addCandidateHarvester(new MuxHarvester(mux));
            IceMediaStream stream = agent.createMediaStream("link");
            stream.addPairChangeListener(change -> {
                InetSocketAddress way = way(change);
                if (way != null) {
                    onWay.accept(way);
                }
            });
            Component component = agent.createComponent(stream, KeepAliveStrategy.SELECTED_ONLY, false);
            begun = true;
            return new IceSearch(attempt, agent, stream, component);
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
        return new InetSocketAddress(address.getAddress(), address.getPort());
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
        for (InetSocketAddress address : seen) {
            if (!own.contains(address) && candidates.size() < PathOffer.CANDIDATES_MAX) {
                candidates.add(new Candidate(CandidateKind.REFLEXIVE, address));
            }
        }
        return new PathOffer(attempt, agent.getLocalUfrag(), agent.getLocalPassword(), candidates);
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
        if (!room || !offered.add(candidate.address())) {
            return;
        }
        boolean host = candidate.kind() == CandidateKind.HOST;
        int index = offered.size();
        long priority = (long) (host ? HOST_PREFERENCE : REFLEXIVE_PREFERENCE) << 24 | (65_535L - index) << 8 | 255;
        component.addUpdateRemoteCandidates(new RemoteCandidate(
                new TransportAddress(candidate.address(), Transport.UDP),
                component,
                host ? CandidateType.HOST_CANDIDATE : CandidateType.SERVER_REFLEXIVE_CANDIDATE,
                Integer.toString(index),
                priority,
                null));
    }

    /** The peer's own addresses, as far as it told them. */
    Set<InetSocketAddress> hosts() {
        return hosts;
    }

    /** Ends the checks; ice4j's threads and sockets of this search go. */
    @Override
    public void close() {
        agent.free();
    }

    /** Gives ice4j a socket of each family. */
    private record MuxHarvester(UdpMux mux) implements CandidateHarvester {
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
            StunSocket socket = mux.open(agent.getLocalUfrag(), local);
            try {
                HostCandidate candidate =
                        new HostCandidate(new IceUdpSocketWrapper(new MultiplexingDatagramSocket(socket)), component);
                component.addLocalCandidate(candidate);
                agent.getStunStack().addSocket(candidate.getStunSocket(null));
                return candidate;
            } catch (IOException e) {
                socket.close();
                throw new UncheckedIOException("cannot give ice4j a socket at " + local.getPort(), e);
            }
        }
    }
}
