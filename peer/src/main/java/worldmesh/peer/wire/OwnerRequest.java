package worldmesh.peer.wire;

import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.world.entity.EntityId;

/**
 * The sender wants to own an entity of the receiver's.
 *
 * @param token names the request in its reply
 * @param entity what is asked for
 */
public record OwnerRequest(long token, EntityId entity) implements Message {
    @Override
    public MessageKind kind() {
        return MessageKind.OWNER_REQUEST;
    }

    @Override
    public void write(ByteWriter out) {
        out.i64(token);
        entity.encode(out);
    }

    static OwnerRequest read(ByteReader in) {
        return new OwnerRequest(in.i64(), EntityId.decode(in));
    }
}
