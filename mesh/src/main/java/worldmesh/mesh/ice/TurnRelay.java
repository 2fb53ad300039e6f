package worldmesh.mesh.ice;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import worldmesh.mesh.path.TurnAddress;
import worldmesh.mesh.turn.TurnArrival;
import worldmesh.mesh.turn.TurnClient;
import worldmesh.mesh.turn.TurnCounts;
import worldmesh.mesh.turn.TurnFailure;
import worldmesh.mesh.turn.TurnOutbox;

/**
 * An allocation at one TURN server, shared by the links, the searches and the loop that keeps it. Peers reached through
 * it have addresses of their own ({@link TurnAddress}). What comes in is handed on when nothing is locked. Any thread.
 */
final class TurnRelay implements AutoCloseable {
    private final int number;
    private final TurnServer server;
    private final TurnClient client;
    private final LongSupplier clock;
    private final Runnable onNews;
    private final ReentrantLock turn = new ReentrantLock();
    private TurnOutbox out = (data, offset, length) -> {};
    private TurnClient.State told = TurnClient.State.IDLE;

    /** What a relay is told apart and driven by. */
    record Terms(TurnSettings settings, RandomGenerator random, LongSupplier clock, Runnable onNews) {}

    TurnRelay(int number, TurnServer server, Terms terms) {
        this.number = number;
        this.server = server;
        this.client = new TurnClient(
                terms.settings.user(), terms.settings.password(), server.way().isStream(), terms.random);
        this.clock = terms.clock;
        this.onNews = terms.onNews;
    }

    /** What it says about the server, which is not said above DEBUG. */
    TurnServer server() {
        return server;
    }

    /** Its number among those of this process. */
    int number() {
        return number;
    }

    /** Asks for the allocation through {@code to}, unless it is there or was refused a moment ago. */
    void begin(TurnOutbox to) {
        turn.lock();
        try {
            out = to;
            client.start(clock.getAsLong(), out);
        } finally {
            leave();
        }
    }

    /** True if {@link #begin} would ask the server now. */
    boolean wantsBeginning() {
        turn.lock();
        try {
            return client.mayStart(clock.getAsLong());
        } finally {
            turn.unlock();
        }
    }

    /** The addresses at the server, at most one of each family, IPv4 first; empty while there is none. */
    List<InetSocketAddress> places() {
        turn.lock();
        try {
            return client.places();
        } finally {
            turn.unlock();
        }
    }

    /** True if it has an address of the family of {@code host}. */
    boolean serves(InetAddress host) {
        return places().stream().anyMatch(place -> sameFamily(place.getAddress(), host));
    }

    private static boolean sameFamily(InetAddress one, InetAddress other) {
        return one instanceof Inet4Address == other instanceof Inet4Address;
    }

    /** Where the server sees this peer; null if that is not known. */
    @Nullable InetSocketAddress mapped() {
        turn.lock();
        try {
            return client.mapped();
        } finally {
            turn.unlock();
        }
    }

    /** True if there is an allocation, or the server is about to give one. */
    boolean isAnswered() {
        turn.lock();
        try {
            return client.isAnswering();
        } finally {
            turn.unlock();
        }
    }

    /** True if nobody wants it. */
    boolean isIdle() {
        turn.lock();
        try {
            return client.state() == TurnClient.State.IDLE && client.deadlineNanos() == Long.MAX_VALUE;
        } finally {
            turn.unlock();
        }
    }

    /** Why the server gives nothing; null if it did not fail. */
    @Nullable TurnFailure failure() {
        turn.lock();
        try {
            return client.failure();
        } finally {
            turn.unlock();
        }
    }

    /** How long the server took to answer; 0 if that is not known. */
    long rttNanos() {
        turn.lock();
        try {
            return client.rttNanos();
        } finally {
            turn.unlock();
        }
    }

    TurnCounts counts() {
        turn.lock();
        try {
            return client.counts();
        } finally {
            turn.unlock();
        }
    }

    /** Lets {@code host} in. Private networks are let in only by a server of one: it is asked to scan none. */
    void permit(InetAddress host) {
        turn.lock();
        try {
            if (mayReach(host)) {
                client.permit(host, clock.getAsLong(), out);
            }
        } finally {
            leave();
        }
    }

    private boolean mayReach(InetAddress host) {
        boolean home = client.places().stream()
                .map(InetSocketAddress::getAddress)
                .anyMatch(place -> sameFamily(place, host) && !isPublic(place));
        return !TurnAddress.is(host) && (home || isPublic(host));
    }

    private static boolean isPublic(InetAddress host) {
        boolean unique = host instanceof Inet6Address && (host.getAddress()[0] & 0xFE) == 0xFC; // RFC 4193
        return !(unique || host.isSiteLocalAddress() || host.isLoopbackAddress() || host.isLinkLocalAddress());
    }

    /** Sends to {@code peer} through the server; what cannot be sent is lost, as in any network. */
    boolean send(InetSocketAddress peer, byte[] data, int offset, int length) {
        turn.lock();
        try {
            return mayReach(peer.getAddress()) && client.send(peer, data, offset, length, clock.getAsLong(), out);
        } finally {
            leave();
        }
    }

    /**
     * Takes what the server sent. A datagram of a peer is copied to the beginning of {@code into}.
     *
     * @return how long that is and whose; null if it was for this side alone
     */
    @Nullable Carried take(byte[] data, int length, byte[] into) {
        turn.lock();
        try {
            TurnArrival arrival = client.take(data, length, clock.getAsLong(), out);
            if (arrival == null || arrival.length() > into.length) {
                return null;
            }
            System.arraycopy(data, arrival.offset(), into, 0, arrival.length());
            return new Carried(TurnAddress.of(number, arrival.peer()), arrival.length());
        } finally {
            leave();
        }
    }

    /** A datagram that came through the server: whose, as links know it, and how long it is. */
    record Carried(InetSocketAddress from, int length) {}

    /** Does what is due; when it is to be called again. */
    long onTime() {
        turn.lock();
        try {
            client.onTime(clock.getAsLong(), out);
            return client.deadlineNanos();
        } finally {
            leave();
        }
    }

    /** The way to the server is gone. */
    void onLost() {
        turn.lock();
        try {
            client.onLost(clock.getAsLong());
        } finally {
            leave();
        }
    }

    private void leave() {
        TurnClient.State now = client.state();
        boolean news = now != told;
        told = now;
        turn.unlock();
        if (news) {
            onNews.run();
        }
    }

    /** Gives the allocation back. */
    @Override
    public void close() {
        turn.lock();
        try {
            client.release(clock.getAsLong(), out);
        } finally {
            turn.unlock();
        }
    }
}
