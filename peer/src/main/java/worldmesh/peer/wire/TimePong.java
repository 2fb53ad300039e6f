package worldmesh.peer.wire;

import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;

/**
 * Tells the world time.
 *
 * @param token as it was asked with
 * @param worldMillis the sender's world time
 * @param settled true if that is the party's time, not a guess
 */
public record TimePong(long token, long worldMillis, boolean settled) implements Message {
    @Override
    public MessageKind kind() {
        return MessageKind.TIME_PONG;
    }

    @Override
    public void write(ByteWriter out) {
        out.i64(token).i64(worldMillis).u8(settled ? 1 : 0);
    }

    static TimePong read(ByteReader in) {
        long token = in.i64();
        long worldMillis = in.i64();
        int settled = in.u8();
        if (settled > 1) {
            in.fail();
        }
        return new TimePong(token, worldMillis, settled == 1);
    }
}
