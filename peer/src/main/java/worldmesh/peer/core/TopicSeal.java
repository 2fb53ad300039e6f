package worldmesh.peer.core;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import worldmesh.mesh.topic.TopicId;
import worldmesh.mesh.topic.TopicMessage;
import worldmesh.peer.wire.TopicParcel;
import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.runtime.identity.PublicKey;
import worldmesh.runtime.identity.SignatureVerifier;
import worldmesh.runtime.identity.Signer;

/** Key and signature of the publisher before the content of a message, docs/wire-session.md "Topics". */
final class TopicSeal {
    private static final byte[] DOMAIN = "worldmesh topic 1".getBytes(StandardCharsets.US_ASCII);

    private final byte[] worldId;

    TopicSeal(byte[] worldId) {
        this.worldId = worldId;
    }

    /** The payload that says {@code content} in the signer's name, once, on this topic, in this world. */
    byte[] seal(Signer signer, TopicId topic, long sequence, byte[] content) {
        byte[] signature = signer.sign(signed(signer.publicKey(), topic, sequence, content));
        return new ByteWriter(TopicParcel.SEAL_BYTES + content.length)
                .bytes(signer.publicKey().bytes())
                .bytes(signature)
                .bytes(content)
                .toBytes();
    }

    boolean isGenuine(TopicMessage message, SignatureVerifier verifier) {
        ByteReader in = new ByteReader(message.payload());
        byte[] rawKey = in.bytes(PublicKey.BYTES);
        byte[] signature = in.bytes(SignatureVerifier.SIGNATURE_BYTES);
        if (!in.ok()) {
            return false;
        }
        PublicKey key = new PublicKey(rawKey);
        byte[] signed = signed(key, message.topic(), message.sequence(), content(message));
        return key.peer().equals(message.publisher()) && verifier.verify(key, signed, signature);
    }

    /** What a genuine message says. */
    static byte[] content(TopicMessage message) {
        return Arrays.copyOfRange(message.payload(), TopicParcel.SEAL_BYTES, message.payload().length);
    }

    private byte[] signed(PublicKey key, TopicId topic, long sequence, byte[] content) {
        return new ByteWriter()
                .bytes(DOMAIN)
                .block(worldId)
                .bytes(key.bytes())
                .i64(topic.id())
                .i64(sequence)
                .bytes(content)
                .toBytes();
    }
}
