package worldmesh.peer;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import worldmesh.mesh.discovery.Discovery;
import worldmesh.mesh.discovery.Place;

/** Looks for a party by several ways at once, and tells each place to try once. Confined to the session's thread. */
final class PartySearch implements AutoCloseable {
    /** Places told in one search; more are no use to a player. */
    static final int PLACES_MAX = 64;

    private final Deque<Discovery> ways;
    private final Set<Place> told = new LinkedHashSet<>();

    PartySearch(List<Discovery> ways) {
        this.ways = new ArrayDeque<>(ways);
    }

    /** True if a place is known, of whatever party. */
    boolean findsSome() {
        return !told.isEmpty() || ways.stream().anyMatch(way -> !way.places().isEmpty());
    }

    /** A place to try, of the world with that id if there is one. */
    @Nullable Place next(byte @Nullable [] world) {
        for (Discovery way : List.copyOf(ways)) {
            for (Place place : way.places()) {
                if (place.fits(world) && told.size() < PLACES_MAX && told.add(place)) {
                    leave(way);
                    return place;
                }
            }
        }
        return null;
    }

    /** Another place that it finds would be of another party. */
    private void leave(Discovery way) {
        if (way.isOfSeveral()) {
            ways.remove(way);
            way.close();
        }
    }

    /** What to try if nothing is found. */
    Optional<String> hint() {
        return ways.stream().flatMap(way -> way.hint().stream()).findFirst();
    }

    @Override
    public void close() {
        ways.forEach(Discovery::close);
        ways.clear();
    }
}
