package worldmesh.benchmarks.nat;

import java.util.Arrays;
import java.util.List;

/** A network that a player sits in, as the laboratory builds it, and what the standards say of it. */
public enum NatKind {
    /** On the Internet itself. */
    OPEN("open", "open", Filter.NONE),
    /** One outside port for all, open to all. */
    FULL_CONE("full-cone", "full-cone", Filter.NONE),
    /** Open to hosts that were written to. */
    RESTRICTED_CONE("restricted-cone", "restricted-cone", Filter.HOST),
    /** Open to ports that were written to. */
    PORT_RESTRICTED("port-restricted", "port-restricted", Filter.PORT),
    /** An outside port for each that is written to. */
    SYMMETRIC("symmetric", "symmetric", Filter.MAPPED),
    /** Nothing but TCP to ports 80 and 443. */
    UDP_BLOCKED("udp-blocked", "udp-blocked", Filter.ALL),
    /** A router behind a carrier's, both port-restricted. */
    CGN("cgn", "port-restricted,cgn=port-restricted", Filter.PORT),
    /** The same behind a carrier's that is symmetric. */
    CGN_SYMMETRIC("cgn-symmetric", "port-restricted,cgn=symmetric", Filter.MAPPED),
    /** IPv6 alone, behind a firewall that keeps state. */
    IPV6_ONLY("ipv6-only", "port-restricted,ip=6", Filter.PORT),
    /** Both families: a port-restricted NAT and a firewall. */
    DUAL_STACK("dual-stack", "port-restricted,ip=46", Filter.PORT),
    /** Symmetric, but the ports are given one after the other. */
    SEQUENTIAL("sequential", "sequential", Filter.MAPPED);

    private final String label;
    private final String lan;
    private final Filter filter;

    /** From whom a port takes datagrams (RFC 4787 §5), the strictest last. */
    private enum Filter {
        NONE,
        HOST,
        PORT,
        /** And it is another port for each (§4.1). */
        MAPPED,
        ALL
    }

    NatKind(String label, String lan, Filter filter) {
        this.label = label;
        this.lan = lan;
        this.filter = filter;
    }

    /** Its name in reports. */
    public String label() {
        return label;
    }

    /** How the laboratory calls a LAN of it. */
    public String lan() {
        return lan;
    }

    private boolean has4() {
        return this != IPV6_ONLY;
    }

    private boolean has6() {
        return this == IPV6_ONLY || this == DUAL_STACK;
    }

    /**
     * True if two peers in such networks can reach each other without anybody between (RFC 5128 §3.3, RFC 4787): they
     * share a family, and no outside port is hidden from one who must know it beforehand.
     */
    public static boolean direct(NatKind one, NatKind other) {
        if (one.has6() && other.has6()) {
            return true; // firewalls translate nothing: both sides know the ports
        }
        Filter stricter = one.filter.compareTo(other.filter) > 0 ? one.filter : other.filter;
        Filter laxer = stricter == one.filter ? other.filter : one.filter;
        boolean reached = stricter != Filter.MAPPED || laxer.compareTo(Filter.PORT) < 0;
        return one.has4() && other.has4() && stricter != Filter.ALL && reached;
    }

    /** True if the standards promise nothing, and the port that one must know beforehand can be guessed. */
    public static boolean guessable(NatKind one, NatKind other) {
        boolean counts = one == SEQUENTIAL || other == SEQUENTIAL;
        boolean draws = one.filter == Filter.MAPPED && other.filter == Filter.MAPPED && one != other;
        boolean sends = one.filter != Filter.ALL && other.filter != Filter.ALL;
        return counts && !draws && sends && one.has4() && other.has4() && !direct(one, other);
    }

    /** The kind with this name. */
    public static NatKind named(String label) {
        return all().stream()
                .filter(kind -> kind.label.equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no NAT called '" + label + "', use "
                        + String.join(", ", all().stream().map(NatKind::label).toList())));
    }

    /** Every kind. */
    public static List<NatKind> all() {
        return Arrays.asList(values());
    }
}
