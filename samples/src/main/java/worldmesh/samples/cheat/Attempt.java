package worldmesh.samples.cheat;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One cheat that was tried, and what an honest store would show if it had worked. Written as a line by the cheater and
 * read by the judge.
 *
 * @param cheat which one, for people
 * @param trace where to look
 * @param subject at what: a command, a mark, an entity or a key
 * @param limit the most that an honest store may show
 */
public record Attempt(Cheat cheat, Trace trace, String subject, long limit) {
    /** The cheats of issue 3. */
    public enum Cheat {
        /** Walking further than anybody walks. */
        TELEPORT,
        /** Gold that nobody mined. */
        GOLD_FROM_NOTHING,
        /** Deltas with a wrong signature. */
        FORGED_SIGNATURE,
        /** A command that was answered, sent again. */
        REPLAYED_COMMAND,
        /** Writing to what another player owns. */
        FOREIGN_ENTITY,
        /** Commands in another player's name. */
        FOREIGN_COMMAND,
        /** Commands that their player did not sign: its own, and by a holder those of others. */
        UNSIGNED_COMMAND,
        /** More commands than anybody may send. */
        FLOOD,
        /** Messages of a party's holder and its voters from somebody who is neither. */
        FORGED_PARTY_MESSAGE,
        /** A tenure that nobody voted for. */
        FORGED_GRANT,
        /** Members that do not exist. */
        ROSTER_STUFFING,
        /** Vouching for more keys than a party has players. */
        VOUCHING,
        /** Bans by somebody who holds no role. */
        FORGED_RULING;

        /** Its name in lines and reports. */
        public String text() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        static Cheat of(String text) {
            return valueOf(text.toUpperCase(Locale.ROOT).replace('-', '_'));
        }
    }

    /** What an honest store is looked through for. */
    public enum Trace {
        /** How often the command of this id was applied. */
        APPLIED,
        /** How many commands of this player's session were applied. */
        SESSION,
        /** How many names and signs bear the mark. */
        MARK,
        /** Whether the entity is gone. */
        DEAD,
        /** The gold of the entity. */
        GOLD,
        /** How many tenures the peer has held. */
        TENURE,
        /** How many rosters name the peer. */
        MEMBER,
        /** How many peers were let in by the peer's word. */
        VOUCHED,
        /** Whether the peer must stay out. */
        BARRED
    }

    private static final String WORD = "cheat ";

    /** The attempt as a line. */
    public String line() {
        return WORD + cheat.text() + " " + trace + " " + limit + " " + subject;
    }

    /** Reads what {@link #line} wrote; null for any other line. */
    public static @Nullable Attempt parse(String line) {
        String[] parts = line.startsWith(WORD) ? line.substring(WORD.length()).split(" ", 4) : new String[0];
        return parts.length < 4
                ? null
                : new Attempt(Cheat.of(parts[0]), Trace.valueOf(parts[1]), parts[3], Long.parseLong(parts[2]));
    }

    /** True if an honest store shows that it worked. */
    public boolean workedAt(Evidence evidence) {
        return evidence.of(trace, subject) > limit;
    }
}
