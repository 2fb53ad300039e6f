package worldmesh.peer.wire;

import worldmesh.mesh.path.PathOffer;
import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;

/**
 * What a member says to a {@link CheckupAsk}; again with every offer of its own.
 *
 * @param trace that of the question
 * @param verdict {@link #TAKEN} or why not
 * @param wallMillis the member's wall clock
 * @param offer where the member may be reached; empty if there is nothing new
 */
@SuppressWarnings("ArrayRecordComponent")
public record CheckupAnswer(long trace, int verdict, long wallMillis, byte[] offer) implements Message {
    /** The check is under way. */
    public static final int TAKEN = 0;

    /** No invitation that serves was shown. */
    public static final int UNINVITED = 1;

    /** Another check is under way, or there were too many lately. */
    public static final int BUSY = 2;

    /** Ways are not looked for here: {@code mesh.ice.enabled} is false. */
    public static final int OFF = 3;

    @Override
    public MessageKind kind() {
        return MessageKind.CHECKUP_ANSWER;
    }

    @Override
    public void write(ByteWriter out) {
        out.i64(trace).u8(verdict).i64(wallMillis).block(offer);
    }

    static CheckupAnswer read(ByteReader in) {
        CheckupAnswer answer = new CheckupAnswer(in.i64(), in.u8(), in.i64(), in.block(PathOffer.MAX_BYTES));
        if (answer.verdict > OFF) {
            in.fail();
        }
        return answer;
    }
}
