package worldmesh.peer.admission;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.world.hash.Hash;

/**
 * An invitation as its issuer keeps it: the secret and on what terms it lets players in. How often it was used and
 * whether it was taken back follows from the statements its issuer signed. Immutable.
 *
 * @param secret what a newcomer proves that it knows
 * @param usesMax players it lets in, {@link #UNLIMITED} for as many as ask
 * @param expiresMillis world time from which on it is void
 * @param madeMillis world time when it was made
 */
@SuppressWarnings("ArrayRecordComponent")
public record Invitation(byte[] secret, long usesMax, long expiresMillis, long madeMillis) {
    /** It lets in as many as ask. */
    public static final long UNLIMITED = Long.MAX_VALUE;

    /** It does not expire. */
    public static final long NEVER = Long.MAX_VALUE;

    private static final byte[] DOMAIN = "worldmesh invitation id 1".getBytes(StandardCharsets.US_ASCII);
    private static final int VERSION = 1;
    private static final int SECRET_BYTES_MAX = 32;

    /** Copies the secret. */
    public Invitation {
        secret = secret.clone();
    }

    @Override
    public byte[] secret() {
        return secret.clone();
    }

    /** What it is called in statements: it tells nothing of the secret. */
    public Hash id() {
        return Hash.of(DOMAIN, secret);
    }

    /** The row of a store, docs/journal.md "Rows". */
    public byte[] encode() {
        return new ByteWriter(64)
                .u8(VERSION)
                .block(secret)
                .i64(usesMax)
                .i64(expiresMillis)
                .i64(madeMillis)
                .toBytes();
    }

    /** Reads what {@link #encode} wrote, null if malformed. */
    public static @Nullable Invitation decode(byte[] row) {
        ByteReader in = new ByteReader(row);
        int version = in.u8();
        byte[] secret = in.block(SECRET_BYTES_MAX);
        Invitation read = new Invitation(secret, in.i64(), in.i64(), in.i64());
        return in.complete() && version == VERSION && secret.length > 0 ? read : null;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Invitation that
                && Arrays.equals(secret, that.secret)
                && usesMax == that.usesMax
                && expiresMillis == that.expiresMillis
                && madeMillis == that.madeMillis;
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(secret);
    }

    /** Without the secret, so that it can be logged. */
    @Override
    public String toString() {
        return "invitation " + id().brief();
    }
}
