package worldmesh.peer.wire;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;

/**
 * How much the sender wants to hear from the receiver from now on.
 *
 * @param motionHertz updates of motion a second at the most; 0 for none, {@link #ALL} for all there are
 * @param history whether it wants the edits of all, and how soon
 */
public record Appetite(int motionHertz, History history) implements Message {
    /** Motion as often as there is news. */
    public static final int ALL = 255;

    /** Of who never says anything. */
    public static final Appetite FULL = new Appetite(ALL, History.AT_ONCE);

    /** What an end of a link wants of what happened. */
    public enum History {
        /** Nothing: somebody else tells it. */
        NONE(0),
        /** Each edit as soon as it is there. */
        AT_ONCE(1),
        /** Edits of a tenth of a second together. */
        GATHERED(2);

        private final int code;

        History(int code) {
            this.code = code;
        }

        private static @Nullable History ofCode(int code) {
            for (History history : values()) {
                if (history.code == code) {
                    return history;
                }
            }
            return null;
        }
    }

    /** Refuses what does not fit its byte. */
    public Appetite {
        if (motionHertz < 0 || motionHertz > ALL) {
            throw new IllegalArgumentException(
                    "motion is wanted " + motionHertz + " times a second, must be 0.." + ALL);
        }
        Objects.requireNonNull(history);
    }

    @Override
    public MessageKind kind() {
        return MessageKind.APPETITE;
    }

    @Override
    public void write(ByteWriter out) {
        out.u8(motionHertz).u8(history.code);
    }

    static Appetite read(ByteReader in) {
        int hertz = in.u8();
        History history = History.ofCode(in.u8());
        if (history == null) {
            in.fail();
            return FULL;
        }
        return new Appetite(hertz, history);
    }
}
