package worldmesh.peer.chat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.runtime.identity.PublicKey;
import worldmesh.runtime.identity.SignatureVerifier;
import worldmesh.runtime.identity.Signer;

/**
 * One signed line. {@code docs/wire-session.md} "Chat line" has the layout. Immutable.
 */
public final class ChatLine {
    /** The longest text, in bytes of UTF-8. */
    public static final int TEXT_BYTES_MAX = 1024;

    /** The longest name of an author, in bytes of UTF-8. */
    public static final int NAME_BYTES_MAX = 64;

    /** The most lines one line names as heard before it. */
    static final int AFTER_MAX = 8;

    private static final byte[] DOMAIN = "worldmesh chat 1".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] ANY_KEY = new byte[PublicKey.BYTES];

    private final PublicKey key;
    private final ChatId id;
    private final Body body;
    private final byte[] signature;

    private ChatLine(PublicKey key, ChatId id, Body body, byte[] signature) {
        this.key = key;
        this.id = id;
        this.body = body;
        this.signature = signature;
    }

    /** Signs a line for the world with this id. */
    static ChatLine sign(byte[] worldId, Signer signer, ChatId id, Body body) {
        byte[] signature = signer.sign(signed(worldId, signer.publicKey(), id, body));
        return new ChatLine(signer.publicKey(), id, body, signature);
    }

    /** Its id. */
    public ChatId id() {
        return id;
    }

    /** The author's name, as the author wrote it; nothing proves it. */
    public String name() {
        return body.name;
    }

    /** What was said. */
    public String text() {
        return body.text;
    }

    /** World time of the author when it was said. */
    public long worldMillis() {
        return body.worldMillis;
    }

    /** The lines the author had heard last. */
    public List<ChatId> after() {
        return body.after;
    }

    boolean isAuthentic(byte[] worldId, SignatureVerifier verifier) {
        return key.peer().equals(id.author()) && verifier.verify(key, signed(worldId, key, id, body), signature);
    }

    /** Appends the line. */
    public void write(ByteWriter out) {
        writeBody(out, key, id, body);
        out.bytes(signature);
    }

    /** Reads a line; if the reader is not ok afterwards, the result means nothing. */
    public static ChatLine read(ByteReader in) {
        byte[] rawKey = in.bytes(PublicKey.BYTES);
        PublicKey key = new PublicKey(in.ok() ? rawKey : ANY_KEY);
        ChatId id = new ChatId(key.peer(), in.i64(), in.varint());
        long worldMillis = in.i64();
        String name = in.text(NAME_BYTES_MAX);
        int count = in.count(AFTER_MAX);
        List<ChatId> after = new ArrayList<>();
        for (int i = 0; i < count && in.ok(); i++) {
            after.add(ChatId.read(in));
        }
        Body body = new Body(worldMillis, name, after, in.text(TEXT_BYTES_MAX));
        return new ChatLine(key, id, body, in.bytes(SignatureVerifier.SIGNATURE_BYTES));
    }

    private static byte[] signed(byte[] worldId, PublicKey key, ChatId id, Body body) {
        ByteWriter out = new ByteWriter().bytes(DOMAIN).block(worldId);
        writeBody(out, key, id, body);
        return out.toBytes();
    }

    private static void writeBody(ByteWriter out, PublicKey key, ChatId id, Body body) {
        out.bytes(key.bytes()).i64(id.session()).varint(id.sequence()).i64(body.worldMillis);
        out.text(body.name).varint(body.after.size());
        body.after.forEach(heard -> heard.write(out));
        out.text(body.text);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ChatLine that && id.equals(that.id) && Arrays.equals(signature, that.signature);
    }

    @Override
    public int hashCode() {
        return id.hashCode();
    }

    @Override
    public String toString() {
        return body.name + ": " + body.text;
    }

    /** What a line says, when, after what. */
    record Body(long worldMillis, String name, List<ChatId> after, String text) {
        Body {
            after = List.copyOf(after);
        }
    }
}
