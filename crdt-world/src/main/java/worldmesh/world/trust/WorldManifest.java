package worldmesh.world.trust;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.runtime.identity.PublicKey;
import worldmesh.runtime.identity.SignatureVerifier;
import worldmesh.runtime.identity.Signer;
import worldmesh.world.hash.Hash;

/**
 * The signed founding record of a world; its hash is the {@link WorldId}. The schema is no part of it, since programs
 * evolve while their world stays the same.
 */
public record WorldManifest(
        String name,
        int sectorMetres,
        Membership membership,
        Hosting hosting,
        PublicKey trustRoot,
        long createdMillis,
        long nonce,
        Signature signature) {
    /** The longest name of a world, in bytes of UTF-8. */
    public static final int MAX_NAME_BYTES = 128;

    private static final byte[] DOMAIN = "worldmesh/manifest/1".getBytes(StandardCharsets.US_ASCII);

    /** Refuses a name that is empty or too long and a sector size that is not positive. */
    public WorldManifest {
        if (name.isEmpty() || name.getBytes(StandardCharsets.UTF_8).length > MAX_NAME_BYTES) {
            throw new IllegalArgumentException(
                    "the name of a world has 1.." + MAX_NAME_BYTES + " bytes, got \"" + name + "\"");
        }
        if (sectorMetres <= 0) {
            throw new IllegalArgumentException("sector size is " + sectorMetres + " m, must be at least 1");
        }
    }

    /** Founds a world; {@code root} becomes its trust root. The nonce tells worlds of one name and moment apart. */
    public static WorldManifest found(
            String name, Membership membership, Hosting hosting, Founding founding, Signer root) {
        WorldManifest draft = new WorldManifest(
                name,
                (int) worldmesh.world.sector.SectorId.METRES,
                membership,
                hosting,
                root.publicKey(),
                founding.createdMillis(),
                founding.nonce(),
                new Signature(new byte[Signature.BYTES]));
        return draft.signed(new Signature(root.sign(draft.body())));
    }

    /** When a world is founded and a random number that makes it unique. */
    public record Founding(long createdMillis, long nonce) {}

    private WorldManifest signed(Signature by) {
        return new WorldManifest(name, sectorMetres, membership, hosting, trustRoot, createdMillis, nonce, by);
    }

    /** The id of the world. */
    public WorldId worldId() {
        return new WorldId(Hash.of(body()));
    }

    /** True if the trust root signed this manifest. */
    public boolean verify(SignatureVerifier verifier) {
        return verifier.verify(trustRoot, body(), signature.bytes());
    }

    private byte[] body() {
        ByteWriter out = new ByteWriter();
        out.block(DOMAIN)
                .text(name)
                .i32(sectorMetres)
                .u8(membership.code())
                .u8(hosting.code())
                .bytes(trustRoot.bytes())
                .i64(createdMillis)
                .i64(nonce);
        return out.toBytes();
    }

    /** The manifest with its signature. */
    public byte[] encode() {
        return new ByteWriter().bytes(body()).bytes(signature.bytes()).toBytes();
    }

    /** Reads what {@link #encode} wrote, null if malformed; the signature is not checked. */
    public static @Nullable WorldManifest decode(byte[] data) {
        ByteReader in = new ByteReader(data);
        byte[] domain = in.block(DOMAIN.length);
        String name = in.text(MAX_NAME_BYTES);
        int sectorMetres = in.i32();
        boolean invite = WireIds.flag(in);
        boolean hosted = WireIds.flag(in);
        PublicKey root = WireIds.key(in);
        long created = in.i64();
        long nonce = in.i64();
        Signature signature = Signature.decode(in);
        if (!in.complete() || !java.util.Arrays.equals(domain, DOMAIN) || name.isEmpty() || sectorMetres <= 0) {
            return null;
        }
        return new WorldManifest(
                name,
                sectorMetres,
                invite ? Membership.INVITE : Membership.OPEN,
                hosted ? Hosting.HOSTED : Hosting.PARTY,
                root,
                created,
                nonce,
                signature);
    }
}
