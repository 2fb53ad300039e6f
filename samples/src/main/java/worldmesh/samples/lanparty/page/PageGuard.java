package worldmesh.samples.lanparty.page;

import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Keeps other web sites away from the page. A foreign name in {@code Host} is DNS rebinding; a foreign or missing
 * {@code Origin} on a WebSocket is another site's script, which the same-origin rule of browsers does not stop.
 */
final class PageGuard {
    /** Only our own files run; nothing is loaded from or shown inside another site. */
    static final Map<String, String> HEADERS = Map.of(
            "Content-Security-Policy",
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
                    + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
            "X-Content-Type-Options",
            "nosniff",
            "Referrer-Policy",
            "no-referrer",
            "Cross-Origin-Opener-Policy",
            "same-origin",
            "Cross-Origin-Resource-Policy",
            "same-origin",
            "Cache-Control",
            "no-cache");

    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    private final Set<String> authorities = new TreeSet<>();

    PageGuard(String bindHost, int port) {
        LOOPBACK.forEach(host -> authorities.add(host + ":" + port));
        authorities.add(bindHost.toLowerCase(Locale.ROOT) + ":" + port);
    }

    boolean allowsHost(@Nullable String host) {
        return host != null && authorities.contains(host.toLowerCase(Locale.ROOT));
    }

    boolean allowsOrigin(@Nullable String origin) {
        if (origin == null) {
            return false;
        }
        try {
            URI uri = URI.create(origin);
            return "http".equals(uri.getScheme()) && allowsHost(uri.getAuthority());
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
