package worldmesh.mesh.session;

import worldmesh.mesh.crypto.MeshCrypto;
import worldmesh.mesh.crypto.RecordCipher;
import worldmesh.mesh.wire.RecordHeader;

/** Seals the records of one direction and moves to a new key in time. Confined to its owner. */
public final class RecordSealer {
    private final MeshCrypto crypto;
    private final int cid;
    private final long maxRecords;
    private final long maxNanos;
    private TrafficSecret secret;
    private RecordCipher cipher;
    private long counter;
    private int epoch;
    private long epochFirstCounter;
    private long epochStart;

    /** Records for the receiver's {@code cid}; takes over {@code secret}. */
    public RecordSealer(MeshCrypto crypto, byte[] secret, int cid, Rekeying rekeying, long now) {
        this.crypto = crypto;
        this.cid = cid;
        this.maxRecords = rekeying.maxRecords();
        this.maxNanos = rekeying.maxNanos();
        this.secret = new TrafficSecret(secret);
        this.cipher = this.secret.cipher(crypto);
        this.epochStart = now;
    }

    /** The counter of the record that {@link #seal} makes next. */
    public long nextCounter() {
        return counter;
    }

    /** How often the key was changed. */
    public int rekeys() {
        return epoch;
    }

    /**
     * Seals {@code length} bytes that lie in {@code data} after room for the header, and answers the size of the
     * record, which begins at 0.
     */
    public int seal(byte[] data, int length, long now) {
        if (counter - epochFirstCounter >= maxRecords || now - epochStart >= maxNanos) {
            rekey(now);
        }
        RecordHeader.write(data, epoch, cid, counter);
        cipher.seal(counter, data, RecordHeader.BYTES, length);
        counter++;
        return length + RecordHeader.OVERHEAD_BYTES;
    }

    /** Forgets the keys. */
    public void wipe() {
        secret.wipe();
    }

    private void rekey(long now) {
        TrafficSecret next = secret.next();
        secret.wipe();
        secret = next;
        cipher = next.cipher(crypto);
        epoch++;
        epochFirstCounter = counter;
        epochStart = now;
    }
}
