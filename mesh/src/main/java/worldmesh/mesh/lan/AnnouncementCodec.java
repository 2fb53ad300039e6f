package worldmesh.mesh.lan;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.runtime.identity.PublicKey;
import worldmesh.runtime.identity.SignatureVerifier;
import worldmesh.runtime.identity.Signer;

/** {@code docs/wire-mesh.md §LAN announcement}: the body, then its signature. Stateless. */
final class AnnouncementCodec {
    /** Longer than the largest announcement. */
    static final int MAX_BYTES = 512;

    private static final byte[] MAGIC = "WMLA".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] ASKS = "WMLQ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] DOMAIN = "worldmesh lan 1".getBytes(StandardCharsets.US_ASCII);
    private static final int VERSION = 1;

    private AnnouncementCodec() {}

    /** Who is there? */
    static byte[] question() {
        return new ByteWriter(8).bytes(ASKS).u8(VERSION).toBytes();
    }

    /** True if somebody asks who is there. */
    static boolean isQuestion(byte[] data) {
        return Arrays.equals(data, question());
    }

    static byte[] encode(LanAnnouncement announcement, Signer signer) {
        ByteWriter out = new ByteWriter(MAX_BYTES);
        out.bytes(MAGIC).u8(VERSION).bytes(announcement.key().bytes()).bytes(announcement.world());
        out.u16(announcement.port()).u16(announcement.players()).text(announcement.name());
        byte[] body = out.toBytes();
        return out.bytes(signer.sign(signed(body))).toBytes();
    }

    /** Reads a datagram; null if it is malformed or its signature does not hold. */
    static @Nullable LanAnnouncement decode(byte[] data, SignatureVerifier verifier) {
        int bodyBytes = data.length - SignatureVerifier.SIGNATURE_BYTES;
        if (data.length > MAX_BYTES || bodyBytes < MAGIC.length) {
            return null;
        }
        ByteReader in = new ByteReader(data, 0, bodyBytes);
        boolean ours = Arrays.equals(in.bytes(MAGIC.length), MAGIC) && in.u8() == VERSION;
        byte[] key = in.bytes(PublicKey.BYTES);
        byte[] world = in.bytes(32);
        int port = in.u16();
        int players = in.u16();
        String name = in.text(LanAnnouncement.MAX_NAME_BYTES);
        if (!ours || !in.complete() || port == 0) {
            return null;
        }
        PublicKey signer = new PublicKey(key);
        byte[] signature = Arrays.copyOfRange(data, bodyBytes, data.length);
        boolean genuine = verifier.verify(signer, signed(Arrays.copyOf(data, bodyBytes)), signature);
        return genuine ? new LanAnnouncement(signer, world, name, port, players) : null;
    }

    private static byte[] signed(byte[] body) {
        return new ByteWriter(MAX_BYTES).bytes(DOMAIN).bytes(body).toBytes();
    }
}
