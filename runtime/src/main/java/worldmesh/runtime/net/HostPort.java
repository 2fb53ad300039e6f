package worldmesh.runtime.net;

import java.net.Inet6Address;
import java.net.InetSocketAddress;

/** Reads and writes addresses as people do: {@code host:port}, {@code [v6]:port}. */
public final class HostPort {
    private HostPort() {}

    /** The address as {@code host:port}, with brackets around an IPv6 host; never looks a name up. */
    public static String format(InetSocketAddress address) {
        String host = address.isUnresolved()
                ? address.getHostString()
                : address.getAddress().getHostAddress();
        boolean v6 = address.getAddress() instanceof Inet6Address;
        return (v6 ? "[" + host + "]" : host) + ":" + address.getPort();
    }

    /** Reads {@code host:port} or {@code [v6]:port} and resolves the host; an unknown host stays unresolved. */
    public static InetSocketAddress parse(String text) {
        int colon = text.lastIndexOf(':');
        boolean bracketed = text.startsWith("[") && colon > 0 && text.charAt(colon - 1) == ']';
        boolean plain = colon > 0 && text.indexOf(':') == colon;
        if (!bracketed && !plain) {
            throw malformed(text);
        }
        String host = bracketed ? text.substring(1, colon - 1) : text.substring(0, colon);
        return new InetSocketAddress(host, port(text, text.substring(colon + 1)));
    }

    private static int port(String text, String digits) {
        if (!digits.matches("[0-9]{1,5}") || Integer.parseInt(digits) > 65_535) {
            throw malformed(text);
        }
        return Integer.parseInt(digits);
    }

    private static IllegalArgumentException malformed(String text) {
        return new IllegalArgumentException("address is '" + text
                + "', must be host:port or [v6]:port with a port within 0..65535; for example 127.0.0.1:7777");
    }
}
