package worldmesh.mesh.session;

import org.jspecify.annotations.Nullable;
import worldmesh.mesh.crypto.MeshCrypto;
import worldmesh.mesh.crypto.RecordCipher;
import worldmesh.mesh.wire.RecordHeader;

/**
 * Opens the records of one direction: genuine, not seen before, under the current key, the next one, or for a while the
 * last one. Confined to its owner.
 */
public final class RecordOpener {
    /** Answer of {@link #open}: the record was changed, or sealed under another key. */
    public static final int FORGED = -1;

    /** Answer of {@link #open}: the record was received before or is too old to tell. */
    public static final int REPLAYED = -2;

    /** Answer of {@link #open}: the record is under a key that is gone or not yet due. */
    public static final int WRONG_EPOCH = -3;

    /** Answer of {@link #open}: too short or too long for a record. */
    public static final int MALFORMED = -4;

    /** Late datagrams of the old key are still good for this long. */
    static final long OLD_EPOCH_NANOS = 5_000_000_000L;

    private final MeshCrypto crypto;
    private final ReplayWindow window = new ReplayWindow();
    private TrafficSecret secret;
    private RecordCipher current;
    private @Nullable RecordCipher next;
    private @Nullable RecordCipher previous;
    private long previousUntil;
    private int epoch;
    private long lastCounter;

    /** Takes over {@code secret}. */
    public RecordOpener(MeshCrypto crypto, byte[] secret) {
        this.crypto = crypto;
        this.secret = new TrafficSecret(secret);
        this.current = this.secret.cipher(crypto);
    }

    /** Which counters have been received. */
    public ReplayWindow window() {
        return window;
    }

    /** The counter of the record opened last. */
    public long lastCounter() {
        return lastCounter;
    }

    /**
     * Opens a whole datagram into {@code out}; answers the size of its content or one of the negative answers. The
     * caller then takes the content and calls {@link #accept}, or leaves both, as if the datagram had been lost.
     */
    public int open(byte[] data, int length, byte[] out, long now) {
        int sealed = length - RecordHeader.BYTES;
        if (sealed < RecordCipher.TAG_BYTES || sealed - RecordCipher.TAG_BYTES > out.length) {
            return MALFORMED;
        }
        long counter = RecordHeader.counter(data, Math.max(0, window.highest()));
        if (!window.fresh(counter)) {
            return REPLAYED;
        }
        int ahead = RecordHeader.epoch(data) - epoch & RecordHeader.EPOCHS - 1;
        RecordCipher cipher = cipher(ahead, now);
        if (cipher == null) {
            return WRONG_EPOCH;
        }
        int opened = cipher.open(counter, data, RecordHeader.BYTES, sealed, out);
        if (opened < 0) {
            return FORGED;
        }
        if (ahead == 1) {
            advance(cipher, now);
        }
        lastCounter = counter;
        return opened;
    }

    /** Notes the record opened last as received: from now on it is a replay, and it will be acknowledged. */
    public void accept() {
        window.mark(lastCounter);
    }

    /** Forgets the keys. */
    public void wipe() {
        secret.wipe();
    }

    private @Nullable RecordCipher cipher(int ahead, long now) {
        if (ahead == 0) {
            return current;
        }
        if (ahead == 1) {
            // Derived once and kept: a flood of forged epochs costs no more than one derivation.
            if (next == null) {
                TrafficSecret coming = secret.next();
                next = coming.cipher(crypto);
                coming.wipe();
            }
            return next;
        }
        return ahead == RecordHeader.EPOCHS - 1 && now - previousUntil < 0 ? previous : null;
    }

    /** The other side has moved to the next key: so do we; the old one lingers for records that were overtaken. */
    private void advance(RecordCipher proven, long now) {
        TrafficSecret coming = secret.next();
        secret.wipe();
        secret = coming;
        previous = current;
        previousUntil = now + OLD_EPOCH_NANOS;
        current = proven;
        next = null;
        epoch++;
    }

    /** Drops the old key once its time is over. */
    public void onTime(long now) {
        if (previous != null && now - previousUntil >= 0) {
            previous = null;
        }
    }
}
