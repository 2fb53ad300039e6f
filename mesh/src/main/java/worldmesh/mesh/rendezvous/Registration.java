package worldmesh.mesh.rendezvous;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.runtime.identity.PublicKey;
import worldmesh.runtime.identity.SignatureVerifier;
import worldmesh.runtime.identity.Signer;

/**
 * A peer's signed word that it is there for members of one world, for so long. Signed over the key of the node's
 * certificate and a number that the node drew for this connection: good there and then only. Layout: docs/wire-mesh.md,
 * "Rendezvous".
 *
 * @param world the 32 bytes of the world's id
 * @param key who
 * @param lifeSeconds how long it counts, {@link #LIFE_MIN} to {@link #LIFE_MAX}
 * @param number rises with each on one connection
 */
@SuppressWarnings("ArrayRecordComponent")
public record Registration(byte[] world, PublicKey key, int lifeSeconds, long number) {
    /** A connection that breaks is noticed by then at the latest. */
    public static final int LIFE_MIN = 10;

    /** Nobody is thought to be there for longer. */
    public static final int LIFE_MAX = 600;

    /** The size of ids, nonces and digests. */
    public static final int HASH_BYTES = 32;

    /** On the wire, with its first byte. */
    static final int BYTES = 2 + HASH_BYTES + PublicKey.BYTES + 2 + 8 + SignatureVerifier.SIGNATURE_BYTES;

    private static final int VERSION = 1;
    private static final byte[] DOMAIN = "worldmesh rendezvous 1".getBytes(StandardCharsets.US_ASCII);

    /** Copies. */
    public Registration {
        world = world.clone();
    }

    @Override
    public byte[] world() {
        return world.clone();
    }

    /** The frame that says it to the node with that key, on the connection it drew {@code nonce} for. */
    public byte[] encode(byte[] nodeKey, byte[] nonce, Signer signer) {
        ByteWriter out = new ByteWriter(BYTES)
                .u8(NodeFrame.REGISTER)
                .u8(VERSION)
                .bytes(world)
                .bytes(key.bytes())
                .u16(lifeSeconds)
                .i64(number);
        return out.bytes(signer.sign(signed(nodeKey, nonce, out.toBytes()))).toBytes();
    }

    /** Reads the frame without proving it; null if it is malformed. */
    public static @Nullable Registration decode(byte[] frame) {
        if (frame.length != BYTES) {
            return null;
        }
        ByteReader in = new ByteReader(frame);
        boolean known = in.u8() == NodeFrame.REGISTER && in.u8() == VERSION;
        byte[] world = in.bytes(HASH_BYTES);
        byte[] key = in.bytes(PublicKey.BYTES);
        int life = in.u16();
        boolean proper = known && life >= LIFE_MIN && life <= LIFE_MAX;
        return proper ? new Registration(world, new PublicKey(key), life, in.i64()) : null;
    }

    /** True if {@code frame}, which this was read from, was signed by its key for this node and connection. */
    public boolean isGenuine(byte[] frame, byte[] nodeKey, byte[] nonce, SignatureVerifier verifier) {
        int body = frame.length - SignatureVerifier.SIGNATURE_BYTES;
        byte[] signature = Arrays.copyOfRange(frame, body, frame.length);
        return verifier.verify(key, signed(nodeKey, nonce, Arrays.copyOf(frame, body)), signature);
    }

    private static byte[] signed(byte[] nodeKey, byte[] nonce, byte[] body) {
        return new ByteWriter(256)
                .bytes(DOMAIN)
                .bytes(nodeKey)
                .bytes(nonce)
                .bytes(body)
                .toBytes();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Registration that
                && Arrays.equals(world, that.world)
                && key.equals(that.key)
                && lifeSeconds == that.lifeSeconds
                && number == that.number;
    }

    @Override
    public int hashCode() {
        return key.hashCode() * 31 + Long.hashCode(number);
    }
}
