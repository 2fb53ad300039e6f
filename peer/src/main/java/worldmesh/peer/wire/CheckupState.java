package worldmesh.peer.wire;

import worldmesh.peer.checkup.TurnFigures;
import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;

/**
 * What a member tells of itself to who checks the ways to it.
 *
 * @param trace that of the check
 * @param turns how its updates run
 * @param automatic true if it seeks lost members again by itself
 * @param firstPauseMillis the pause after its first try
 * @param lastPauseMillis its longest pause between two tries
 */
public record CheckupState(
        long trace, TurnFigures turns, boolean automatic, long firstPauseMillis, long lastPauseMillis)
        implements Message {
    private static final int PAUSE_MILLIS_MAX = 1 << 24;

    @Override
    public MessageKind kind() {
        return MessageKind.CHECKUP_STATE;
    }

    @Override
    public void write(ByteWriter out) {
        out.i64(trace);
        turns.write(out);
        out.u8(automatic ? 1 : 0).varint(firstPauseMillis).varint(lastPauseMillis);
    }

    static CheckupState read(ByteReader in) {
        long trace = in.i64();
        TurnFigures turns = TurnFigures.read(in);
        int automatic = in.u8();
        if (automatic > 1) {
            in.fail();
        }
        return new CheckupState(trace, turns, automatic == 1, in.count(PAUSE_MILLIS_MAX), in.count(PAUSE_MILLIS_MAX));
    }
}
