package worldmesh.testkit.crypto;

import worldmesh.mesh.crypto.RecordCipher;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.testkit.sim.TraceHash;

/** Records in the clear with a keyed hash for a tag. */
final class KeyedHashCipher implements RecordCipher {
    private final byte[] key;

    KeyedHashCipher(byte[] key, byte[] nonceBase) {
        this.key = new ByteWriter(64).bytes(key).bytes(nonceBase).toBytes();
    }

    @Override
    public void seal(long counter, byte[] data, int offset, int length) {
        byte[] tag = tag(counter, data, offset + length);
        System.arraycopy(tag, 0, data, offset + length, TAG_BYTES);
    }

    @Override
    public int open(long counter, byte[] data, int offset, int length, byte[] out) {
        int plain = length - TAG_BYTES;
        if (plain < 0 || offset + length > data.length || plain > out.length) {
            return -1;
        }
        byte[] tag = tag(counter, data, offset + plain);
        for (int i = 0; i < TAG_BYTES; i++) {
            if (tag[i] != data[offset + plain + i]) {
                return -1;
            }
        }
        System.arraycopy(data, offset, out, 0, plain);
        return plain;
    }

    private byte[] tag(long counter, byte[] data, int end) {
        var hash = new TraceHash();
        hash.add(key);
        hash.add(counter);
        hash.add(data, 0, end);
        long first = hash.value();
        hash.add(key);
        return new ByteWriter(TAG_BYTES).i64(first).i64(hash.value()).toBytes();
    }
}
