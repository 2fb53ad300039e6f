package worldmesh.mesh.invite;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import worldmesh.mesh.rendezvous.NodeLink;
import worldmesh.runtime.identity.PeerId;

/**
 * An invitation: {@code worldmesh://host:port/<world>#<peer>.<secret>}, the last three in base64url. What follows the
 * {@code #} never leaves the machine in a web request. Immutable; arrays are copied.
 *
 * @param host a name or an address, not resolved; an IPv6 address without brackets. Several of one machine, parted by
 *     commas, are tried side by side
 * @param port 1..65535
 * @param peer whom to expect there
 * @param world the 32 bytes of the world's id
 * @param secret proves the invitation; empty for an open world, at most {@link #MAX_SECRET_BYTES}
 * @param node where the party is met if nobody reaches that peer; null for nowhere. In the link it is {@code
 *     ?node=host:port~pin} behind the world
 * @param standIns further members, each at a place of its own, who ask the first one to let in who does not reach it;
 *     at most {@link #MAX_STAND_INS}. In the link they are {@code ?via=peer@host:port,…}, after the node and a {@code
 *     &} if there is one
 */
@SuppressWarnings("ArrayRecordComponent")
public record Invite(
        String host,
        int port,
        PeerId peer,
        byte[] world,
        byte[] secret,
        @Nullable NodeLink node,
        List<StandIn> standIns) {
    /** The longest secret. */
    public static final int MAX_SECRET_BYTES = 32;

    /** The longest link that is parsed: a name of 253 characters and all parts at their largest fit. */
    public static final int MAX_CHARACTERS = 1_024;

    /** Members named beside the first: one may be gone when the other is needed, and a link is typed or scanned. */
    public static final int MAX_STAND_INS = 2;

    private static final String NODE = "node=";
    private static final String VIA = "via=";

    private static final String SCHEME = "worldmesh://";
    private static final int MAX_HOST_CHARACTERS = 253;

    /** Addresses of one machine: two networks of two families. */
    private static final int MAX_HOSTS = 4;

    /** Checks and copies. */
    public Invite {
        String[] hosts = host.split(",", -1);
        check(
                hosts.length <= MAX_HOSTS
                        && host.length() <= MAX_HOST_CHARACTERS
                        && Stream.of(hosts)
                                .allMatch(
                                        each -> !each.isEmpty() && each.chars().allMatch(Invite::hostCharacter)),
                "the host must be a name or an address, or up to four parted by commas, of at most 253 characters");
        check(port > 0 && port <= 65_535, "the port is " + port + ", must be within 1..65535");
        check(world.length == 32, "the world id has " + world.length + " bytes, must be 32");
        check(secret.length <= MAX_SECRET_BYTES, "the secret has " + secret.length + " bytes, at most 32 are allowed");
        check(
                standIns.size() <= MAX_STAND_INS,
                "it names " + standIns.size() + " further members, at most " + MAX_STAND_INS + " are allowed");
        world = world.clone();
        secret = secret.clone();
        standIns = List.copyOf(standIns);
    }

    /** For a party that is met nowhere else. */
    public Invite(String host, int port, PeerId peer, byte[] world, byte[] secret) {
        this(host, port, peer, world, secret, null, List.of());
    }

    /** The same for a party that is also met at {@code node}, if that is one. */
    public Invite at(@Nullable NodeLink where) {
        return new Invite(host, port, peer, world, secret, where, standIns);
    }

    /** The same with these further members in place of those it names. */
    public Invite with(List<StandIn> further) {
        return new Invite(host, port, peer, world, secret, node, further);
    }

    /** Reads a link; whatever is wrong with it is said in an {@link IllegalArgumentException}. */
    public static Invite parse(String link) {
        check(
                link.length() <= MAX_CHARACTERS,
                "it has " + link.length() + " characters, at most " + MAX_CHARACTERS + " are allowed");
        check(link.startsWith(SCHEME), "it must begin with " + SCHEME);
        int slash = link.indexOf('/', SCHEME.length());
        int hash = link.indexOf('#', SCHEME.length());
        check(slash > 0 && hash > slash, "it must look like worldmesh://host:port/world#peer.secret; copy all of it");
        String authority = link.substring(SCHEME.length(), slash);
        int colon = authority.lastIndexOf(':');
        check(colon > 0, "it names no port: '" + authority + "'");
        String key = link.substring(hash + 1);
        int dot = key.indexOf('.');
        check(dot > 0, "the part after # must be peer.secret; copy all of it");
        byte[] peer = decode("peer", key.substring(0, dot));
        check(peer.length == PeerId.BYTES, "the peer id has " + peer.length + " bytes, must be " + PeerId.BYTES);
        String place = link.substring(slash + 1, hash);
        int question = place.indexOf('?');
        Invite plain = new Invite(
                unbracket(authority.substring(0, colon)),
                port(authority.substring(colon + 1)),
                PeerId.ofBytes(peer),
                decode("world", question < 0 ? place : place.substring(0, question)),
                decode("secret", key.substring(dot + 1)));
        return question < 0 ? plain : withFurther(plain, place.substring(question + 1));
    }

    private static Invite withFurther(Invite plain, String query) {
        Invite invite = plain;
        for (String part : query.split("&", -1)) {
            if (part.startsWith(NODE) && invite.node == null) {
                invite = invite.at(node(part.substring(NODE.length())));
            } else if (part.startsWith(VIA) && invite.standIns.isEmpty()) {
                invite = invite.with(standIns(part.substring(VIA.length())));
            } else {
                throw new IllegalArgumentException("not an invitation: what follows the world must be node=host:port"
                        + " or via=peer@host:port, each once, got '" + part + "'; copy all of it");
            }
        }
        return invite;
    }

    private static List<StandIn> standIns(String text) {
        List<StandIn> all = new ArrayList<>();
        for (String each : text.split(",", -1)) {
            int at = each.indexOf('@');
            int colon = each.lastIndexOf(':');
            check(at > 0 && colon > at, "a further member must be peer@host:port, got '" + each + "'; copy all of it");
            byte[] peer = decode("further member", each.substring(0, at));
            check(peer.length == PeerId.BYTES, "the further member has " + peer.length + " bytes, must be 32");
            all.add(new StandIn(
                    PeerId.ofBytes(peer),
                    unbracketOne(each.substring(at + 1, colon)),
                    port(each.substring(colon + 1))));
        }
        return all;
    }

    private static NodeLink node(String text) {
        try {
            return NodeLink.parseShort(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "not an invitation: the node must be host:port~pin, got '" + text + "'; copy all of it", e);
        }
    }

    /** The names and addresses of {@link #host}, in the order in which they are tried. */
    public List<String> hosts() {
        return List.of(host.split(",", -1));
    }

    /** The link that {@link #parse} reads. */
    public String format() {
        Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
        String shown = hosts().stream().map(Invite::bracket).collect(Collectors.joining(","));
        List<String> query = new ArrayList<>();
        if (node != null) {
            query.add(NODE + node.formatShort());
        }
        if (!standIns.isEmpty()) {
            query.add(VIA
                    + standIns.stream()
                            .map(each -> base64.encodeToString(each.peer().bytes()) + "@" + bracket(each.host()) + ":"
                                    + each.port())
                            .collect(Collectors.joining(",")));
        }
        return SCHEME + shown + ":" + port + "/" + base64.encodeToString(world)
                + (query.isEmpty() ? "" : "?" + String.join("&", query)) + "#"
                + base64.encodeToString(peer.bytes()) + "." + base64.encodeToString(secret);
    }

    private static String bracket(String host) {
        return host.indexOf(':') >= 0 ? "[" + host + "]" : host;
    }

    @Override
    public byte[] world() {
        return world.clone();
    }

    @Override
    public byte[] secret() {
        return secret.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Invite that
                && host.equals(that.host)
                && port == that.port
                && peer.equals(that.peer)
                && Arrays.equals(world, that.world)
                && Arrays.equals(secret, that.secret)
                && Objects.equals(node, that.node)
                && standIns.equals(that.standIns);
    }

    @Override
    public int hashCode() {
        return host.hashCode() * 31 + port + peer.hashCode();
    }

    /** Without the secret, so that it can be logged. */
    @Override
    public String toString() {
        return SCHEME + host + ":" + port + " peer=" + peer.brief();
    }

    private static String unbracket(String hosts) {
        return Stream.of(hosts.split(",", -1)).map(Invite::unbracketOne).collect(Collectors.joining(","));
    }

    private static String unbracketOne(String host) {
        boolean bracketed = host.startsWith("[") && host.endsWith("]");
        check(bracketed || host.indexOf(':') < 0, "an IPv6 address must stand in brackets: '" + host + "'");
        return bracketed ? host.substring(1, host.length() - 1) : host;
    }

    static boolean hostCharacter(int c) {
        return c < 128 && (Character.isLetterOrDigit(c) || c == '.' || c == '-' || c == ':' || c == '%' || c == '_');
    }

    private static int port(String digits) {
        boolean number =
                !digits.isEmpty() && digits.length() <= 5 && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        check(number, "the port is '" + digits + "', must be within 1..65535");
        return Integer.parseInt(digits);
    }

    private static byte[] decode(String what, String text) {
        try {
            return Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "not an invitation: the " + what + " is not base64url; copy all of it", e);
        }
    }

    private static void check(boolean holds, String problem) {
        if (!holds) {
            throw new IllegalArgumentException("not an invitation: " + problem);
        }
    }
}
