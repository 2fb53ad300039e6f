package worldmesh.mesh;

import java.net.InetSocketAddress;

/** The address families that every test of links runs on. The first host of IPv6 is its loopback. */
enum Family {
    V4,
    V6;

    /** The host of this number, 1..99. */
    String host(int number) {
        return switch (this) {
            case V4 -> "10.0.0." + number;
            case V6 -> number == 1 ? "::1" : "fd00::" + number;
        };
    }

    /** A port of that host. */
    InetSocketAddress address(int number, int port) {
        return Net.address(host(number), port);
    }
}
