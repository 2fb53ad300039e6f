package worldmesh.mesh.session;

import java.net.InetSocketAddress;
import java.security.MessageDigest;
import java.util.Arrays;
import worldmesh.mesh.crypto.Hkdf;
import worldmesh.mesh.wire.Hello;
import worldmesh.runtime.bytes.ByteWriter;

/**
 * Makes and checks cookies without remembering any: HMAC over the address, the time and the whole hello. Who returns
 * one has received at that address what was sent there. Confined to its owner.
 */
public final class CookieJar {
    /** A cookie is good for one to two of these: longer than any retransmission, too short to hoard. */
    static final long BUCKET_NANOS = 8_000_000_000L;

    private static final int MAC_BYTES = 16;

    private final byte[] secret;

    /** Cookies under {@code secret}, drawn anew by every process. */
    public CookieJar(byte[] secret) {
        this.secret = secret.clone();
    }

    /** The cookie for a hello from {@code from}. */
    public byte[] bake(InetSocketAddress from, Hello hello, long now) {
        return bakeIn(Math.floorDiv(now, BUCKET_NANOS), from, hello);
    }

    /** True if the hello carries the cookie it was sent a moment ago. */
    public boolean accepts(InetSocketAddress from, Hello hello, long now) {
        long bucket = Math.floorDiv(now, BUCKET_NANOS);
        return hello.cookie().length == MAC_BYTES
                && (MessageDigest.isEqual(bakeIn(bucket, from, hello), hello.cookie())
                        || MessageDigest.isEqual(bakeIn(bucket - 1, from, hello), hello.cookie()));
    }

    private byte[] bakeIn(long bucket, InetSocketAddress from, Hello hello) {
        ByteWriter out = new ByteWriter(512);
        out.i64(bucket).block(from.getAddress().getAddress()).u16(from.getPort());
        out.u8(hello.version()).i32(hello.cid()).i64(hello.nonce()).block(hello.flight());
        return Arrays.copyOf(Hkdf.hmac(secret, out.toBytes()), MAC_BYTES);
    }
}
