package worldmesh.peer.wire;

import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;

/**
 * Asks for the world time.
 *
 * @param token comes back with the answer
 */
public record TimePing(long token) implements Message {
    @Override
    public MessageKind kind() {
        return MessageKind.TIME_PING;
    }

    @Override
    public void write(ByteWriter out) {
        out.i64(token);
    }

    static TimePing read(ByteReader in) {
        return new TimePing(in.i64());
    }
}
