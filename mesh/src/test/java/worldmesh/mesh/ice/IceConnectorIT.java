package worldmesh.mesh.ice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import worldmesh.mesh.crypto.Ed25519Signer;
import worldmesh.mesh.crypto.Ed25519Verifier;
import worldmesh.mesh.path.Candidate;
import worldmesh.mesh.path.CandidateKind;
import worldmesh.mesh.path.PathEvent;
import worldmesh.mesh.path.PathOffer;
import worldmesh.runtime.identity.PeerId;
import worldmesh.runtime.net.UdpDatagramPort;
import worldmesh.runtime.time.SystemClock;

/** Searches over real sockets of this machine; the test carries their offers. */
@Timeout(60)
class IceConnectorIT {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final List<Peer> peers = new ArrayList<>();

    private static final class Peer implements AutoCloseable {
        final Ed25519Signer signer = Ed25519Signer.generate(RANDOM);
        final UdpMux mux;
        final IceConnector ice;
        final List<PathEvent.Offer> offers = new ArrayList<>();
        final List<PathEvent.Found> found = new ArrayList<>();

        Peer(String host, IceSettings settings) {
            mux = new UdpMux(UdpDatagramPort.open(new InetSocketAddress(host, 0)));
            mux.start((from, data, length) -> {});
            ice = IceConnector.open(mux, settings, signer, Ed25519Verifier.INSTANCE, RANDOM);
        }

        PeerId id() {
            return signer.peer();
        }

        InetSocketAddress address() {
            return mux.local();
        }

        @Override
        public void close() {
            ice.close();
            mux.close();
        }
    }

    private Peer peer(String host) {
        return peer(host, IceSettings.defaults());
    }

    private Peer peer(String host, IceSettings settings) {
        Peer peer = new Peer(host, settings);
        peers.add(peer);
        return peer;
    }

    @AfterEach
    void closeAll() {
        peers.forEach(Peer::close);
    }

    /** Carries offers until {@code done}; false if it takes too long. */
    private boolean carryUntil(BooleanSupplier done) {
        long end = SystemClock.INSTANCE.nanoTime() + 30_000_000_000L;
        while (!done.getAsBoolean()) {
            for (Peer from : peers) {
                from.ice.drain(event -> take(from, event), 100);
            }
            if (SystemClock.INSTANCE.nanoTime() - end > 0) {
                return false;
            }
            LockSupport.parkNanos(1_000_000L);
        }
        return true;
    }

    private void take(Peer from, PathEvent event) {
        if (event instanceof PathEvent.Offer offer) {
            from.offers.add(offer);
            peers.stream()
                    .filter(peer -> peer.id().equals(offer.to()))
                    .forEach(to -> to.ice.onOffer(from.id(), offer.offer()));
        } else if (event instanceof PathEvent.Found found) {
            from.found.add(found);
        }
    }

    @Test
    void twoPeersFindEachOtherByOffersAlone() {
        Peer a = peer("127.0.0.1");
        Peer b = peer("127.0.0.1");
        a.ice.seek(b.id(), null);

        assertTrue(carryUntil(() -> !a.found.isEmpty() && !b.found.isEmpty()));
        assertEquals(
                new PathEvent.Found(b.id(), b.address(), CandidateKind.HOST, List.of(b.address())), a.found.get(0));
        assertEquals(a.address(), b.found.get(0).address());
    }

    @Test
    void overIpv6AsWell() {
        Peer a = peer("::1");
        Peer b = peer("::1");
        a.ice.seek(b.id(), null);
        b.ice.seek(a.id(), null);

        assertTrue(carryUntil(() -> !a.found.isEmpty() && !b.found.isEmpty()));
        assertEquals(b.address(), a.found.get(0).address());
    }

    @Test
    void searchesEndByThemselvesAndLeaveNothingInTheMux() {
        Peer a = peer("127.0.0.1");
        Peer b = peer("127.0.0.1");
        a.ice.seek(b.id(), null);
        assertTrue(carryUntil(() -> a.mux.sockets() > 0));

        assertTrue(carryUntil(() -> a.mux.sockets() + b.mux.sockets() == 0 && !a.found.isEmpty()));
        assertEquals(0, a.mux.waiting());
        assertEquals(0, b.mux.waiting());
    }

    @Test
    void serverTellsTheReflexiveAddressInASecondOfferAndADeadOneHoldsNothingUp() {
        try (StunServer server = new StunServer(true);
                StunServer dead = new StunServer(false)) {
            Peer a = peer("127.0.0.1", new IceSettings(true, List.of(dead.name(), server.name())));
            Peer b = peer("127.0.0.1");
            a.ice.seek(b.id(), null);

            assertTrue(carryUntil(() -> reflexive(a, b).contains(StunServer.MAPPED)));
            assertTrue(carryUntil(() -> !a.found.isEmpty()));
        }
    }

    @Test
    void portsOfANatThatShowsAllTheSameOneAreNotGuessed() {
        try (StunServer one = new StunServer(true);
                StunServer other = new StunServer(true)) {
            Peer a = peer("127.0.0.1", new IceSettings(true, List.of(one.name(), other.name())));
            Peer b = peer("127.0.0.1");
            a.ice.seek(b.id(), null);
            assertTrue(carryUntil(() -> reflexive(a, b).contains(StunServer.MAPPED)));
            assertTrue(carryUntil(() -> !a.found.isEmpty()));

            assertEquals(0, a.ice.forecast());
        }
    }

    private static List<InetSocketAddress> reflexive(Peer from, Peer to) {
        return from.offers.stream()
                .map(offer -> PathOffer.decode(offer.offer(), from.id(), to.id(), Ed25519Verifier.INSTANCE))
                .flatMap(offer -> offer == null ? Stream.of() : offer.candidates().stream())
                .filter(candidate -> candidate.kind() == CandidateKind.REFLEXIVE)
                .map(Candidate::address)
                .toList();
    }

    @Test
    void offersThatAreRepeatedForgedOrPointAtThisMachineBeginNothing() {
        Peer a = peer("127.0.0.1");
        Peer b = peer("127.0.0.1");
        b.ice.seek(a.id(), null);
        assertTrue(carryUntil(() -> !a.found.isEmpty() && !b.found.isEmpty()));
        assertTrue(carryUntil(() -> a.mux.sockets() + b.mux.sockets() == 0));
        byte[] old = b.offers.get(0).offer();
        byte[] forged = old.clone();
        forged[50] ^= 1;
        a.ice.onOffer(b.id(), old);
        a.ice.onOffer(b.id(), forged);
        a.ice.onOffer(a.id(), old);

        assertTrue(carryUntil(() -> a.ice.refused() == 3));
        assertEquals(0, a.mux.sockets());
    }

    @Test
    void moreThanEightSearchesTakeTurns() {
        Peer hub = peer("127.0.0.1");
        List<Peer> others = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            others.add(peer("127.0.0.1"));
        }
        others.forEach(other -> hub.ice.seek(other.id(), null));
        int[] most = new int[1];

        assertTrue(carryUntil(() -> {
            most[0] = Math.max(most[0], hub.mux.sockets());
            return hub.found.size() == 12;
        }));
        assertEquals(IceConnector.SEARCHES_MAX, most[0]);
    }
}
