package worldmesh.peer.wire;

import java.util.List;
import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;

/**
 * Passes on certificates, grants and revocations.
 *
 * @param proofs encoded
 */
public record Proofs(List<byte[]> proofs) implements Message {
    @Override
    public MessageKind kind() {
        return MessageKind.PROOFS;
    }

    @Override
    public void write(ByteWriter out) {
        Blocks.write(out, proofs);
    }

    static Proofs read(ByteReader in) {
        return new Proofs(Blocks.read(in));
    }
}
