package worldmesh.peer.asset;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.runtime.identity.PeerId;
import worldmesh.runtime.identity.PublicKey;
import worldmesh.runtime.identity.SignatureVerifier;
import worldmesh.runtime.identity.Signer;
import worldmesh.world.hash.Hash;
import worldmesh.world.trust.WireIds;

/**
 * The word of who shares a file that it does, or that it does no more: whoever has the file can tell it on when the
 * sharer is away. Of two of one sharer the later counts.
 *
 * @param asset which file: the hash of its manifest, and so of every byte
 * @param key the sharer's
 * @param worldMillis when it was said
 * @param withdrawn true if it is shared no more
 * @param signature over all of it and the world
 */
@SuppressWarnings("ArrayRecordComponent") // made or read once, never changed
public record AssetClaim(Hash asset, PublicKey key, long worldMillis, boolean withdrawn, byte[] signature) {
    /** Bytes on the wire and on the disk. */
    public static final int BYTES = Hash.BYTES + PublicKey.BYTES + Long.BYTES + 1 + SignatureVerifier.SIGNATURE_BYTES;

    /** A session and its disk keep no more, those that something is over among them. */
    public static final int KEPT_MAX = 256;

    private static final byte[] DOMAIN = "worldmesh share 1".getBytes(StandardCharsets.US_ASCII);

    /** Says in the signer's name that it shares a file in a world. */
    public static AssetClaim of(Signer sharer, byte[] worldId, Hash asset, long worldMillis) {
        return signed(sharer, worldId, new AssetClaim(asset, sharer.publicKey(), worldMillis, false, new byte[0]));
    }

    /** The word of the same sharer that this is over. */
    public AssetClaim end(Signer sharer, byte[] worldId, long nowMillis) {
        long later = Math.max(nowMillis, worldMillis + 1);
        return signed(sharer, worldId, new AssetClaim(asset, key, later, true, new byte[0]));
    }

    private static AssetClaim signed(Signer sharer, byte[] worldId, AssetClaim blank) {
        byte[] signature = sharer.sign(blank.content(worldId));
        return new AssetClaim(blank.asset, blank.key, blank.worldMillis, blank.withdrawn, signature);
    }

    /** Who shares it. */
    public PeerId sharer() {
        return key.peer();
    }

    /** True if the key signed this for that world. */
    public boolean isGenuine(byte[] worldId, SignatureVerifier verifier) {
        return verifier.verify(key, content(worldId), signature);
    }

    private byte[] content(byte[] worldId) {
        ByteWriter out = new ByteWriter().bytes(DOMAIN).block(worldId);
        writeContent(out);
        return out.toBytes();
    }

    private void writeContent(ByteWriter out) {
        asset.encode(out);
        out.bytes(key.bytes()).i64(worldMillis).u8(withdrawn ? 1 : 0);
    }

    /** Appends the bytes of docs/wire-session.md, "Files". */
    public void write(ByteWriter out) {
        writeContent(out);
        out.bytes(signature);
    }

    /** Reads what {@link #write} wrote; null for anything malformed. Never throws. */
    public static @Nullable AssetClaim read(ByteReader in) {
        Hash asset = WireIds.hash(in);
        byte[] key = in.bytes(PublicKey.BYTES);
        long worldMillis = in.i64();
        int withdrawn = in.u8();
        byte[] signature = in.bytes(SignatureVerifier.SIGNATURE_BYTES);
        if (!in.ok() || withdrawn > 1 || worldMillis < 0 || worldMillis == Long.MAX_VALUE) {
            return null;
        }
        return new AssetClaim(asset, new PublicKey(key), worldMillis, withdrawn == 1, signature);
    }
}
