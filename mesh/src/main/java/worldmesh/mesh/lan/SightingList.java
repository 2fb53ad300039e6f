package worldmesh.mesh.lan;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import worldmesh.runtime.identity.PublicKey;
import worldmesh.runtime.identity.SignatureVerifier;

/** The parties heard lately. Pure; the browser guards it. */
final class SightingList {
    /** A party not heard for this long is gone: three announcements and a bit. */
    static final long LIFE_NANOS = 7_000_000_000L;

    /** Nothing heard for this long deserves a hint. */
    static final long HINT_NANOS = 5_000_000_000L;

    /** Parties listed; more are not heard until one falls silent. */
    static final int MAX_SIGHTINGS = 64;

    /** Addresses of one party: two networks of two families. */
    static final int ADDRESSES_MAX = 4;

    /** Signatures checked per second; a flood of announcements costs no more. */
    static final int CHECKS_PER_SECOND = 200;

    private final SignatureVerifier verifier;
    private final int port;
    private final Map<PublicKey, Entry> entries = new LinkedHashMap<>();
    private long lastHeard;
    private long second;
    private int checks;

    private static final class Entry {
        byte[] datagram = new byte[0];

        @Nullable LanAnnouncement announcement;

        /** When it was heard from where last. */
        final Map<InetAddress, Long> addresses = new LinkedHashMap<>();

        long heard;
    }

    SightingList(SignatureVerifier verifier, int port, long now) {
        this.verifier = verifier;
        this.port = port;
        this.lastHeard = now;
        this.second = now;
    }

    void onDatagram(InetAddress from, byte[] datagram, long now) {
        forgetOld(now);
        LanAnnouncement announcement = known(datagram);
        if (announcement == null) {
            announcement = mayCheck(now) ? AnnouncementCodec.decode(datagram, verifier) : null;
        }
        if (announcement == null || (!entries.containsKey(announcement.key()) && entries.size() >= MAX_SIGHTINGS)) {
            return;
        }
        lastHeard = now;
        Entry entry = entries.computeIfAbsent(announcement.key(), key -> new Entry());
        entry.datagram = datagram;
        entry.heard = now;
        entry.announcement = announcement;
        if (entry.addresses.size() < ADDRESSES_MAX || entry.addresses.containsKey(from)) {
            entry.addresses.put(from, now);
        }
    }

    List<LanSighting> sightings(long now) {
        forgetOld(now);
        List<LanSighting> found = new ArrayList<>();
        for (Entry entry : entries.values()) {
            if (entry.announcement != null) {
                found.add(new LanSighting(addresses(entry, entry.announcement.port()), entry.announcement));
            }
        }
        found.sort(Comparator.comparing((LanSighting s) -> s.announcement().name())
                .thenComparing(s -> s.announcement().key().peer()));
        return found;
    }

    Optional<String> hint(long now) {
        if (now - lastHeard < HINT_NANOS) {
            return Optional.empty();
        }
        return Optional.of("nothing heard on the local network for 5 seconds; let UDP " + port
                + " in through the firewall of every machine, check that all are in the same network (guest Wi-Fi often"
                + " parts its guests), or join by address: --join host:port");
    }

    /** The announcement of an entry that sent these very bytes before: no need to check them again. */
    private @Nullable LanAnnouncement known(byte[] datagram) {
        for (Entry entry : entries.values()) {
            if (Arrays.equals(entry.datagram, datagram)) {
                return entry.announcement;
            }
        }
        return null;
    }

    private boolean mayCheck(long now) {
        if (now - second >= 1_000_000_000L) {
            second = now;
            checks = 0;
        }
        return ++checks <= CHECKS_PER_SECOND;
    }

    private void forgetOld(long now) {
        entries.values().removeIf(entry -> now - entry.heard >= LIFE_NANOS);
        entries.values().forEach(entry -> entry.addresses.values().removeIf(heard -> now - heard >= LIFE_NANOS));
    }

    private static List<InetSocketAddress> addresses(Entry entry, int port) {
        return entry.addresses.keySet().stream()
                .sorted(Comparator.comparingInt(SightingList::rank))
                .map(address -> new InetSocketAddress(address, port))
                .toList();
    }

    /** Which of several addresses of one party to try first: this machine's own, then IPv4, since everybody has it. */
    private static int rank(InetAddress address) {
        return (address.isLoopbackAddress() ? 0 : 2) + (address instanceof Inet4Address ? 0 : 1);
    }
}
