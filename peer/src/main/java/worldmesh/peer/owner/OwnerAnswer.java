package worldmesh.peer.owner;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * How a request to own an entity ended.
 *
 * @param outcome what became of it
 * @param reason why, for people; empty if there is nothing to say
 */
public record OwnerAnswer(Outcome outcome, String reason) {
    /** The longest reason, in bytes of UTF-8. */
    public static final int REASON_BYTES_MAX = 200;

    /** Refuses a reason that is too long. */
    public OwnerAnswer {
        int bytes = reason.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > REASON_BYTES_MAX) {
            throw new IllegalArgumentException("the reason for a refused request has " + bytes + " bytes, at most "
                    + REASON_BYTES_MAX + "; shorten it");
        }
    }

    /** The entity is the asker's. */
    public boolean granted() {
        return outcome == Outcome.GRANTED;
    }

    /** What becomes of a request. */
    public enum Outcome {
        /** The entity is the asker's, also in the asker's own world. */
        GRANTED(0),
        /** The owner, or its game, said no. */
        REFUSED(1),
        /** No component of the entity is handed over on request. */
        NOT_ON_REQUEST(2),
        /** Who was asked does not own it, or it is gone. */
        NOT_OWNER(3),
        /** The owner did not decide in time. */
        UNDECIDED(4),
        /** The owner has too many requests open. */
        BUSY(5),
        /** There is no link to the owner, or it ended; never on the wire. */
        OWNER_AWAY(-1),
        /** No answer, or no change of owner, came in time; never on the wire. */
        TIMED_OUT(-1);

        private final int code;

        Outcome(int code) {
            this.code = code;
        }

        /** The number on the wire; negative for what is decided where it was asked. */
        public int code() {
            return code;
        }

        /** The outcome with that number, or null. */
        public static @Nullable Outcome of(int code) {
            return switch (code) {
                case 0 -> GRANTED;
                case 1 -> REFUSED;
                case 2 -> NOT_ON_REQUEST;
                case 3 -> NOT_OWNER;
                case 4 -> UNDECIDED;
                case 5 -> BUSY;
                default -> null;
            };
        }
    }
}
