package worldmesh.peer.wire;

import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;

/**
 * One of many datagrams by which the line between two ends of a check is measured; answered by one of the same size
 * while the check is under way.
 *
 * @param trace that of the check
 * @param number counts from 0
 * @param answer true for the member's
 * @param heard so many the member has heard, this one included; 0 in a question
 * @param filling makes it as large as a message of the game
 */
@SuppressWarnings("ArrayRecordComponent")
public record CheckupProbe(long trace, int number, boolean answer, int heard, byte[] filling) implements Message {
    /** Probes of one check. */
    public static final int MAX = 1_024;

    /** The largest filling. */
    public static final int FILLING_BYTES_MAX = 512;

    @Override
    public MessageKind kind() {
        return MessageKind.CHECKUP_PROBE;
    }

    @Override
    public void write(ByteWriter out) {
        out.i64(trace).varint(number).u8(answer ? 1 : 0).varint(heard).block(filling);
    }

    static CheckupProbe read(ByteReader in) {
        long trace = in.i64();
        int number = in.count(MAX);
        int answer = in.u8();
        if (answer > 1) {
            in.fail();
        }
        return new CheckupProbe(trace, number, answer == 1, in.count(MAX), in.block(FILLING_BYTES_MAX));
    }
}
