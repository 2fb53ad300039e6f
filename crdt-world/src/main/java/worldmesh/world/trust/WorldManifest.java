package worldmesh.world.trust;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.runtime.identity.PublicKey;
import worldmesh.runtime.identity.SignatureVerifier;
import worldmesh.runtime.identity.Signer;
import worldmesh.world.hash.Hash;
import worldmesh.world.sector.SectorGrid;

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

    /** Refuses a name that is empty or too long and a sector size out of range. */
    public WorldManifest {
        if (name.isEmpty() || name.getBytes(StandardCharsets.UTF_8).length > MAX_NAME_BYTES) {
            throw new IllegalArgumentException(
                    "the name of a world has 1.." + MAX_NAME_BYTES + " bytes, got \"" + name + "\"");
        }
        SectorGrid.checkMetres(sectorMetres);
    }

    /** Founds a world; {@code root} becomes its trust root. The nonce tells worlds of one name and moment apart. */
    public static WorldManifest found(
            String name, Membership membership, Hosting hosting, Founding founding, Signer root) {
        WorldManifest draft = new WorldManifest(
                name,
                founding.grid().metres(),
                membership,
                hosting,
                root.publicKey(),
                founding.createdMillis(),
                founding.nonce(),
                new Signature(new byte[Signature.BYTES]));
        return draft.signed(new Signature(root.sign(draft.body())));
    }

    /**
     * What is particular to one founding.
     *
     * @param createdMillis when
     * @param nonce a random number that makes the world unique
     * @param grid how its plane is cut into sectors
     */
    public record Founding(long createdMillis, long nonce, SectorGrid grid) {
        /** A founding with sectors of one kilometre. */
        public Founding(long createdMillis, long nonce) {
            this(createdMillis, nonce, SectorGrid.KILOMETRE);
        }
    }

    /** How the plane of the world is cut into sectors. */
    public SectorGrid grid() {
        return new SectorGrid(sectorMetres);
    }

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
        if (!in.complete()
                || !java.util.Arrays.equals(domain, DOMAIN)
                || name.isEmpty()
                || sectorMetres <= 0
                || sectorMetres > SectorGrid.MAX_METRES) {
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
