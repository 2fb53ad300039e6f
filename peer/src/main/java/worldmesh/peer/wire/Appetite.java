package worldmesh.peer.wire;

import java.util.Objects;
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
        NONE,
        /** Each edit as soon as it is there. */
        AT_ONCE,
        /** Edits of a tenth of a second together. */
        GATHERED
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
        out.u8(motionHertz).u8(history.ordinal());
    }

    static Appetite read(ByteReader in) {
        int hertz = in.u8();
        int history = in.u8();
        if (history >= History.values().length) {
            in.fail();
            return FULL;
        }
        return new Appetite(hertz, History.values()[history]);
    }
}
