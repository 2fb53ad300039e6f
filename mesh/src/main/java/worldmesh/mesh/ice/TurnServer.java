package worldmesh.mesh.ice;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A TURN server as RFC 7065 writes it: {@code turn:host[:port][?transport=udp|tcp]} or {@code turns:host[:port]}.
 *
 * @param host a name or an address, an IPv6 one without its brackets
 * @param port 3478 unless it says otherwise, 5349 for {@code turns}
 * @param way how it is reached
 */
public record TurnServer(String host, int port, Way way) {
    private static final Pattern FORM = Pattern.compile(
            "(turns?):(\\[[0-9a-fA-F:.]+]|[^:?\\s\\[\\]]+)(?::([0-9]{1,5}))?(?:\\?transport=(udp|tcp))?",
            Pattern.CASE_INSENSITIVE);

    private static final int PORT = 3478;
    private static final int TLS_PORT = 5349;

    /** What carries datagrams to the server. */
    public enum Way {
        /** The port of the links. */
        UDP,
        /** A connection of its own. */
        TCP,
        /** The same, and nobody on the way reads whom this peer talks with. */
        TLS;

        /** True if nothing is lost on it. */
        public boolean isStream() {
            return this != UDP;
        }
    }

    /** Reads {@code text}; refuses what is none. */
    public static TurnServer parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw refused(text);
        }
        boolean secure = matcher.group(1).length() == 5;
        boolean datagrams = "udp".equalsIgnoreCase(matcher.group(4));
        int usual = secure ? TLS_PORT : PORT;
        int port = matcher.group(3) == null ? usual : Integer.parseInt(matcher.group(3));
        if (port < 1 || port > 65_535 || (secure && datagrams)) {
            throw refused(text);
        }
        String host = matcher.group(2).replace("[", "").replace("]", "");
        boolean stream = secure || "tcp".equalsIgnoreCase(matcher.group(4));
        return new TurnServer(host, port, secure ? Way.TLS : stream ? Way.TCP : Way.UDP);
    }

    private static IllegalArgumentException refused(String text) {
        return new IllegalArgumentException("the TURN server '" + text
                + "' must be turn:host:port, turn:host:port?transport=tcp or turns:host:port, for example"
                + " turns:turn.example.org:443");
    }

    /** The text that {@link #parse} reads. */
    public String uri() {
        String place = (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
        return switch (way) {
            case UDP -> "turn:" + place;
            case TCP -> "turn:" + place + "?transport=tcp";
            case TLS -> "turns:" + place;
        };
    }

    @Override
    public String toString() {
        return way.name().toLowerCase(Locale.ROOT) + "/" + host + ":" + port;
    }
}
