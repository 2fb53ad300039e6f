package worldmesh.peer.wire;

import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;

/**
 * Says whether others may name the sender in their invitations; who does not say so is not named.
 *
 * @param willing true if they may
 */
public record StandsIn(boolean willing) implements Message {
    @Override
    public MessageKind kind() {
        return MessageKind.STANDS_IN;
    }

    @Override
    public void write(ByteWriter out) {
        out.u8(willing ? 1 : 0);
    }

    static StandsIn read(ByteReader in) {
        int willing = in.u8();
        if (willing > 1) {
            in.fail();
        }
        return new StandsIn(willing == 1);
    }
}
