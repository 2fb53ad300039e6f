package worldmesh.samples.troupe;

import java.util.List;

/**
 * Who plays, and where.
 *
 * @param names the players, the founder of the world first
 * @param venue where they play
 * @param settings keys of their peers, as {@code KEY=VALUE}
 */
public record Cast(List<String> names, Venue venue, List<String> settings) {
    private static final List<String> KNOWN = List.of(
            "ANN", "BOB", "CAT", "DAN", "EVE", "FAY", "GUS", "HAL", "IDA", "JIM", "KIM", "LEO", "MIA", "NED", "OLA",
            "PIA");

    /** Players that have a name of their own. */
    public static final int PLAYERS_MAX = KNOWN.size();

    /** Copies the names. */
    public Cast {
        names = List.copyOf(names);
        settings = List.copyOf(settings);
    }

    /** So many players at a venue. */
    public static Cast of(int players, Venue venue) {
        return new Cast(KNOWN.subList(0, players), venue, List.of());
    }

    /** The same with some keys of their peers set. */
    public Cast with(String... keys) {
        return new Cast(names, venue, List.of(keys));
    }
}
