package worldmesh.peer.checkup;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What cures a finding, as a line that a script can read: a place, what to do there, and to what, {@code there set
 * peer.reconnect.automatic=true}.
 *
 * @param place where it is to be done
 * @param action what is to be done
 * @param subject to what: a key with its value, a command, an address
 */
public record Remedy(Place place, Action action, String subject) {
    /** Where something is to be done. */
    public enum Place {
        /** On this machine; for {@code diff} in the first store's program. */
        HERE,
        /** On the member's machine; for {@code diff} in the second store's program. */
        THERE,
        /** At the router of this network. */
        ROUTER,
        /** On the way between the two. */
        LINE
    }

    /** What is to be done. */
    public enum Action {
        /** Put {@code KEY=VALUE} into the configuration, or behind {@code --set}. */
        SET,
        /** Run a command. */
        RUN,
        /** Join at {@code HOST:PORT}, or with the link, instead. */
        JOIN,
        /** Let traffic of a kind pass: {@code udp-in}, {@code udp-out}, {@code udp-large}, or to a machine's port. */
        ALLOW,
        /** Give every address inside one address outside: {@code endpoint-independent}. */
        MAP,
        /** Take another line, or mend this one, until the figure is met: {@code loss<=3%}. */
        MEND,
        /** Take work away from a machine until the figure is met: {@code turns>=20}. */
        RELIEVE,
        /** Declare a component or a command as the line says. */
        DECLARE,
        /** Call a component or a command otherwise: {@code OLD NEW}. */
        RENAME
    }

    /** The line. */
    public String text() {
        return lower(place) + " " + lower(action) + " " + subject;
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    /** Reads a line; null if it is none. */
    public static @Nullable Remedy parse(String line) {
        String[] parts = line.split(" ", 3);
        if (parts.length < 3 || parts[2].isBlank()) {
            return null;
        }
        for (Place place : Place.values()) {
            for (Action action : Action.values()) {
                if (lower(place).equals(parts[0]) && lower(action).equals(parts[1])) {
                    return new Remedy(place, action, parts[2]);
                }
            }
        }
        return null;
    }
}
