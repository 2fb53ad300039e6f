package worldmesh.testkit.crypto;

import java.util.Arrays;
import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.runtime.identity.PublicKey;

/** What each side of a simulated handshake says first. */
@SuppressWarnings("ArrayRecordComponent")
record Greeting(PublicKey key, long instance, byte[] nonce) {
    static final int NONCE_BYTES = 32;
    static final int BYTES = PublicKey.BYTES + 8 + NONCE_BYTES;

    byte[] encode() {
        return new ByteWriter(BYTES)
                .bytes(key.bytes())
                .i64(instance)
                .bytes(nonce)
                .toBytes();
    }

    static Greeting decode(byte[] data) {
        var reader = new ByteReader(Arrays.copyOf(data, BYTES));
        return new Greeting(new PublicKey(reader.bytes(PublicKey.BYTES)), reader.i64(), reader.bytes(NONCE_BYTES));
    }
}
