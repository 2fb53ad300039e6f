package worldmesh.mesh.rendezvous;

import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a rendezvous node is and how it is told from others: {@code wss://host:port} for a certificate that an
 * authority vouches for, {@code wss://host:port#pin} for one key alone. Immutable; the pin is copied.
 *
 * @param host a name or an address, an IPv6 one without its brackets
 * @param port 1..65535
 * @param pin the SHA-256 of the public key in the node's certificate; empty to trust authorities
 */
@SuppressWarnings("ArrayRecordComponent")
public record NodeLink(String host, int port, byte[] pin) {
    /** The size of a pin. */
    public static final int PIN_BYTES = 32;

    private static final Pattern FORM =
            Pattern.compile("(\\[[0-9a-fA-F:.]+]|[A-Za-z0-9._-]{1,253}):([0-9]{1,5})(?:[#~]([A-Za-z0-9_-]{43}))?");

    private static final String SCHEME = "wss://";

    /** Checks and copies. */
    public NodeLink {
        if (port < 1 || port > 65_535 || (pin.length != 0 && pin.length != PIN_BYTES)) {
            throw refused(host + ":" + port);
        }
        pin = pin.clone();
    }

    /** Reads {@code wss://host:port[#pin]}; refuses what is none. */
    public static NodeLink parse(String text) {
        if (!text.startsWith(SCHEME)) {
            throw refused(text);
        }
        return parseShort(text.substring(SCHEME.length()));
    }

    /** Reads {@code host:port[~pin]}, as it stands in an invitation. */
    public static NodeLink parseShort(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw refused(text);
        }
        String pin = matcher.group(3);
        return new NodeLink(
                matcher.group(1).replace("[", "").replace("]", ""),
                Integer.parseInt(matcher.group(2)),
                pin == null ? new byte[0] : Base64.getUrlDecoder().decode(pin));
    }

    private static IllegalArgumentException refused(String text) {
        return new IllegalArgumentException("the rendezvous node '" + text + "' must be wss://host:port, or"
                + " wss://host:port#pin with the 43 characters that the node logs at its start");
    }

    /** The form that {@link #parse} reads. */
    public String format() {
        return SCHEME + place() + (pin.length == 0 ? "" : "#" + encodedPin());
    }

    /** The form that {@link #parseShort} reads. */
    public String formatShort() {
        return place() + (pin.length == 0 ? "" : "~" + encodedPin());
    }

    /** The pin as it stands in links; empty without one. */
    public String encodedPin() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(pin);
    }

    /** {@code host:port}. */
    public String place() {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }

    @Override
    public byte[] pin() {
        return pin.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NodeLink that
                && host.equals(that.host)
                && port == that.port
                && Arrays.equals(pin, that.pin);
    }

    @Override
    public int hashCode() {
        return host.hashCode() * 31 + port;
    }

    @Override
    public String toString() {
        return format();
    }
}
