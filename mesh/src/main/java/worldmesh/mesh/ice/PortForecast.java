package worldmesh.mesh.ice;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import worldmesh.mesh.path.PathOffer;

/**
 * Where a NAT that gives every target another port shows this peer next, guessed from the ports it gave to a few
 * questions in a row: many such NATs count (RFC 5128 §3.5). A value.
 *
 * @param host the NAT's address
 * @param first the port of the first question
 * @param last the port of the last one
 * @param step from one port to the next, negative where the NAT counts down
 */
record PortForecast(InetAddress host, int first, int last, int step) {
    /** Ports that are told: as many as an offer holds, so that nobody is checked at more places than by any offer. */
    static final int PORTS_MAX = PathOffer.CANDIDATES_MAX;

    /** Of these some lie before the questions: the other side may have been sent to already. */
    static final int BEFORE = 3;

    /** Who gives ports further apart draws them: of two random gaps one in a million pairs is as small as this. */
    static final int GAP_MAX = 32;

    /** Fewer answers show no step; with three gaps one port that somebody else took in between is found out. */
    static final int SEEN_MIN = 3;

    private static final int PORT_MIN = 1_024;
    private static final int PORT_MAX = 65_535;

    /** From where {@code seen} says that each question came, in the order of sending; null if nothing counts. */
    static @Nullable PortForecast of(List<InetSocketAddress> seen) {
        if (seen.size() < SEEN_MIN) {
            return null;
        }
        int step = 0;
        for (int i = 1; i < seen.size(); i++) {
            int gap = seen.get(i).getPort() - seen.get(i - 1).getPort();
            boolean same = seen.get(i).getAddress().equals(seen.get(0).getAddress());
            boolean turns = step != 0 && (gap > 0) != (step > 0);
            if (!same || gap == 0 || Math.abs(gap) > GAP_MAX || turns) {
                return null;
            }
            step = step == 0 || Math.abs(gap) < Math.abs(step) ? gap : step;
        }
        for (int i = 1; i < seen.size(); i++) {
            if ((seen.get(i).getPort() - seen.get(i - 1).getPort()) % step != 0) {
                return null; // not a port that others took in between, but no counting
            }
        }
        return new PortForecast(
                seen.get(0).getAddress(),
                seen.get(0).getPort(),
                seen.get(seen.size() - 1).getPort(),
                step);
    }

    /**
     * The places that are likely, in the order in which they are to be tried. Two such NATs meet only if the n-th port
     * of one is tried from the m-th of the other while that one tries the m-th from the n-th. Neither knows how many
     * ports it used up in between; so one side counts up and the other down, and they cross.
     *
     * @param down true at one of the two sides
     * @param fewer one port fewer: two that count towards each other cross between two ports every other time
     */
    List<InetSocketAddress> places(boolean down, boolean fewer) {
        List<InetSocketAddress> places = new ArrayList<>();
        int after = PORTS_MAX - BEFORE - (fewer ? 1 : 0);
        for (int i = 1; i <= after; i++) {
            add(places, last + step * (down ? after + 1 - i : i));
        }
        for (int i = 1; i <= BEFORE; i++) {
            add(places, first - step * i);
        }
        return places;
    }

    private void add(List<InetSocketAddress> places, int port) {
        if (port >= PORT_MIN && port <= PORT_MAX) {
            places.add(new InetSocketAddress(host, port));
        }
    }
}
