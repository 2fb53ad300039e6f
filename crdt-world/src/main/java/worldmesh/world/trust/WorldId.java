package worldmesh.world.trust;

import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.world.hash.Hash;

/** Names a world: the SHA-256 of its founding manifest. */
public record WorldId(Hash hash) {
    /** Writes the 32 bytes. */
    public void encode(ByteWriter out) {
        hash.encode(out);
    }

    /** The first eight hexadecimal digits, for people and logs. */
    public String brief() {
        return hash.brief();
    }

    @Override
    public String toString() {
        return hash.toString();
    }
}
