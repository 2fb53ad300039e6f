package worldmesh.authority.admit;

import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import worldmesh.world.command.CommandEnvelope;
import worldmesh.world.command.CommandSeal;
import worldmesh.world.command.SealCheck;

/**
 * Whether players wished the commands that stand in their names: by their seals, and by the time of these. A session
 * that was silent for 23 hours is forgotten ({@link AnswerWindow}), and what was decided in it with it; a seal is taken
 * for less, so that nobody keeps a command to run it again then. Confined to the owner's thread.
 */
public final class Consent {
    /** A seal this old is taken no more, by the newest world time that the log or the entry shows. */
    static final long AGE_MAX_MILLIS = 22L * 3600 * 1000;

    /** Nor is one from so far ahead: clocks of a party are seconds apart. */
    static final long AHEAD_MAX_MILLIS = 600_000;

    /** By how much a holder is stricter than its auditors, whose log may show a little more or less than its own. */
    private static final long AGE_MARGIN_MILLIS = 3_600_000;

    private static final long AHEAD_MARGIN_MILLIS = 300_000;

    private static final long NEVER = Long.MIN_VALUE / 2;

    private final SealCheck seals;
    private final boolean strict;
    private long loggedMillis = NEVER;

    /** Never before the first turn: then only the log tells what is old. */
    private long nowMillis = NEVER;

    /** Asks for seals, unless it is not {@code strict}: a seam where simulations leave it out. */
    public Consent(SealCheck seals, boolean strict) {
        this.seals = seals;
        this.strict = strict;
    }

    /** How often the signature of a command was known to hold, or had to be verified. */
    public void count(SortedMap<String, Long> counts) {
        counts.put("seal_cache_hits", seals.hits());
        counts.put("seal_cache_misses", seals.misses());
    }

    /** The log has an entry of this world time. */
    public void logged(long worldMillis) {
        loggedMillis = Math.max(loggedMillis, worldMillis);
    }

    /** The log was exchanged; the newest entry that is known of the other is of this world time. */
    public void loggedAnew(long worldMillis) {
        loggedMillis = worldMillis;
    }

    /** What time it is here. */
    public void at(long worldMillis) {
        nowMillis = worldMillis;
    }

    /** True if no honest holder dates an entry so: nobody could seal a command any more that counts beside it. */
    public boolean isAhead(long entryMillis) {
        return strict && nowMillis != NEVER && entryMillis > nowMillis + AHEAD_MAX_MILLIS;
    }

    /** Why a command is not to be judged now, or null. */
    @Nullable Refusal refusal(CommandEnvelope command) {
        if (!strict) {
            return null;
        }
        CommandSeal seal = command.seal();
        if (seal == null) {
            return Refusal.UNSIGNED;
        }
        long newest = Math.max(nowMillis, loggedMillis);
        boolean old = seal.worldMillis() < newest - (AGE_MAX_MILLIS - AGE_MARGIN_MILLIS);
        boolean ahead = nowMillis != NEVER && seal.worldMillis() > newest + AHEAD_MAX_MILLIS - AHEAD_MARGIN_MILLIS;
        if (old || ahead) {
            return Refusal.STALE;
        }
        return seals.holds(command) ? null : Refusal.UNSIGNED;
    }

    /** True if the player that the command names wished it not long ago. */
    public boolean isGiven(CommandEnvelope command) {
        return refusal(command) == null;
    }

    /** The command will be asked about soon. */
    public void foresee(CommandEnvelope command) {
        if (strict) {
            seals.foresee(command);
        }
    }

    /** Why a command has no place in an entry of this world time, or null. */
    public @Nullable String objection(CommandEnvelope command, long entryMillis) {
        if (!strict) {
            return null;
        }
        CommandSeal seal = command.seal();
        long newest = Math.max(entryMillis, loggedMillis);
        boolean signed = seal != null && seals.holds(command);
        if (seal == null || !signed) {
            return "command " + command.id() + " is not signed by its player";
        }
        boolean timely =
                seal.worldMillis() >= newest - AGE_MAX_MILLIS && seal.worldMillis() <= newest + AHEAD_MAX_MILLIS;
        return timely ? null : "command " + command.id() + " was signed too long before its entry, or after it";
    }
}
