package worldmesh.mesh.discovery;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * By which ways a party is looked for.
 *
 * @param kinds all of them at once
 * @param places for {@link Kind#STATIC}: {@code host:port} and invitation links, parted by commas or spaces
 * @param file for {@link Kind#FILE}: the same, a line each
 * @param domain for {@link Kind#DNS}: whose SRV records name members
 */
public record DiscoverySettings(Set<Kind> kinds, String places, String file, String domain) {
    /** Looked for on the local network, and at the rendezvous if there is one. */
    public static final DiscoverySettings DEFAULTS =
            new DiscoverySettings(EnumSet.of(Kind.MULTICAST, Kind.NODE), "", "", "");

    /** A way to find parties. */
    public enum Kind {
        /** Announcements on the local network. */
        MULTICAST,
        /** Places that are named. */
        STATIC,
        /** Places in a file that somebody keeps. */
        FILE,
        /** SRV records of a domain. */
        DNS,
        /** Who of the world in the store is at the rendezvous. */
        NODE;

        String key() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Refuses a kind without what it needs. */
    public DiscoverySettings {
        require(kinds, Kind.STATIC, places, "peer.discovery.places");
        require(kinds, Kind.FILE, file, "peer.discovery.file");
        require(kinds, Kind.DNS, domain, "peer.discovery.domain");
        kinds = Set.copyOf(kinds);
        if (kinds.contains(Kind.STATIC)) {
            PlaceText.check(places);
        }
    }

    private static void require(Set<Kind> kinds, Kind kind, String value, String key) {
        if (kinds.contains(kind) && value.isBlank()) {
            throw new IllegalArgumentException("peer.discovery.kinds has '" + kind.key() + "', which needs " + key
                    + "; set it, or take '" + kind.key() + "' out");
        }
    }

    /** The kinds in {@code list}, parted by commas. */
    public static Set<Kind> kinds(String list) {
        Set<Kind> kinds = EnumSet.noneOf(Kind.class);
        for (String word : list.split(",", -1)) {
            String name = word.strip();
            if (!name.isEmpty()) {
                kinds.add(kind(name));
            }
        }
        return kinds;
    }

    private static Kind kind(String name) {
        List<Kind> all = Arrays.asList(Kind.values());
        return all.stream()
                .filter(kind -> kind.key().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("peer.discovery.kinds has '" + name + "', must be of "
                        + String.join(", ", all.stream().map(Kind::key).toList())));
    }
}
