package worldmesh.mesh.relay;

import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import worldmesh.mesh.path.RelayedAddress;
import worldmesh.runtime.identity.PeerId;

/**
 * The ways of this peer through others, each with an address that links send to as to any other. A relay may make up
 * names as it likes: it has places of its own for them, and no more. Confined to the owner.
 */
public final class RelayRoutes {
    /** Peers reached through one relay: a party has 32. */
    public static final int PER_RELAY = 64;

    /** A way that nothing came or went by for so long is forgotten; a link says something every few seconds. */
    static final long IDLE_NANOS = 60_000_000_000L;

    private final Map<Key, Route> byName = new LinkedHashMap<>();
    private final Map<InetSocketAddress, Route> byAddress = new HashMap<>(); // looked up only, never iterated

    private record Key(PeerId relay, long name) {}

    /** One way. */
    public static final class Route {
        private final Key key;
        private final InetSocketAddress address;
        private long last;

        Route(Key key, InetSocketAddress address) {
            this.key = key;
            this.address = address;
        }

        /** Who carries. */
        public PeerId relay() {
            return key.relay;
        }

        /** The name of who is reached. */
        public long name() {
            return key.name;
        }

        /** What stands for it. */
        public InetSocketAddress address() {
            return address;
        }
    }

    /** The way to {@code name} through {@code relay}; null if there are too many through that one. */
    public @Nullable Route through(PeerId relay, long name, long now) {
        Key key = new Key(relay, name);
        Route route = byName.get(key);
        if (route == null) {
            InetSocketAddress free = free(relay, now);
            if (free == null) {
                return null;
            }
            route = new Route(key, free);
            byName.put(key, route);
            byAddress.put(free, route);
        }
        route.last = now;
        return route;
    }

    /** The way that {@code address} stands for; null for none. */
    public @Nullable Route at(InetSocketAddress address, long now) {
        Route route = byAddress.get(address);
        if (route != null) {
            route.last = now;
        }
        return route;
    }

    private @Nullable InetSocketAddress free(PeerId relay, long now) {
        byName.values().removeIf(route -> {
            boolean idle = now - route.last >= IDLE_NANOS;
            if (idle) {
                byAddress.remove(route.address);
            }
            return idle;
        });
        for (int port = 1; port <= PER_RELAY; port++) {
            InetSocketAddress address = RelayedAddress.of(relay, port);
            if (!byAddress.containsKey(address)) {
                return address;
            }
        }
        return null;
    }

    int size() {
        return byName.size();
    }
}
