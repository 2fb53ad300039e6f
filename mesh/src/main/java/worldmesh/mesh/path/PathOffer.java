package worldmesh.mesh.path;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.runtime.identity.PeerId;
import worldmesh.runtime.identity.PublicKey;
import worldmesh.runtime.identity.SignatureVerifier;
import worldmesh.runtime.identity.Signer;

/**
 * Where a peer can be reached and by which names its connectivity checks go, told to one other peer and signed for it:
 * whoever carries it can neither change it nor use it elsewhere. Layout: docs/wire.md, "Path offer".
 *
 * @param attempt random; the same in every offer of one search, which adds candidates to the ones before
 * @param fragment the user name of the checks (RFC 8445 §5.3), 4 to 64 characters
 * @param password keys the checks, 22 to 64 characters
 * @param candidates at most {@link #CANDIDATES_MAX}, the best first
 */
public record PathOffer(long attempt, String fragment, String password, List<Candidate> candidates) {
    /** A machine with more addresses tells the first: each is checked against each of the other side. */
    public static final int CANDIDATES_MAX = 12;

    /** The largest offer on the wire: the key, two texts, twelve addresses, the signature. */
    public static final int MAX_BYTES = 640;

    private static final int TEXT_MAX = 64;
    private static final int FRAGMENT_MIN = 4;
    private static final int PASSWORD_MIN = 22;
    private static final int VERSION = 1;
    private static final byte[] DOMAIN = "worldmesh path 1".getBytes(StandardCharsets.US_ASCII);

    /** Refuses what could not be sent. */
    public PathOffer {
        boolean texts = isText(fragment, FRAGMENT_MIN) && isText(password, PASSWORD_MIN);
        if (!texts || candidates.size() > CANDIDATES_MAX) {
            throw new IllegalArgumentException("an offer has a fragment of 4..64 and a password of 22..64 letters and"
                    + " digits and at most " + CANDIDATES_MAX + " candidates, got " + candidates.size());
        }
        candidates = List.copyOf(candidates);
    }

    // RFC 8445 §5.3: ice-char; what else a text holds could break out of a user name "fragment:fragment".
    private static boolean isText(String text, int min) {
        return text.length() >= min
                && text.length() <= TEXT_MAX
                && text.chars().allMatch(c -> c < 128 && (Character.isLetterOrDigit(c) || c == '+' || c == '/'));
    }

    /** This offer for {@code to}, signed. */
    public byte[] encode(PeerId to, Signer signer) {
        ByteWriter out = new ByteWriter(MAX_BYTES);
        out.u8(VERSION)
                .bytes(signer.publicKey().bytes())
                .i64(attempt)
                .text(fragment)
                .text(password);
        out.u8(candidates.size());
        candidates.forEach(candidate -> candidate.write(out));
        byte[] body = out.toBytes();
        return out.bytes(signer.sign(signed(to, body))).toBytes();
    }

    /** Reads what {@code from} told {@code to}; null if it is malformed, somebody else's or for somebody else. */
    public static @Nullable PathOffer decode(byte[] data, PeerId from, PeerId to, SignatureVerifier verifier) {
        int bodyBytes = data.length - SignatureVerifier.SIGNATURE_BYTES;
        if (data.length > MAX_BYTES || bodyBytes < 1) {
            return null;
        }
        ByteReader in = new ByteReader(data, 0, bodyBytes);
        boolean known = in.u8() == VERSION;
        byte[] key = in.bytes(PublicKey.BYTES);
        long attempt = in.i64();
        String fragment = in.text(TEXT_MAX);
        String password = in.text(TEXT_MAX);
        List<Candidate> candidates = candidates(in);
        boolean texts = known && isText(fragment, FRAGMENT_MIN) && isText(password, PASSWORD_MIN);
        if (!texts || !in.complete()) {
            return null;
        }
        PublicKey signer = new PublicKey(key);
        byte[] signature = Arrays.copyOfRange(data, bodyBytes, data.length);
        boolean genuine = signer.peer().equals(from)
                && verifier.verify(signer, signed(to, Arrays.copyOf(data, bodyBytes)), signature);
        return genuine ? new PathOffer(attempt, fragment, password, candidates) : null;
    }

    private static List<Candidate> candidates(ByteReader in) {
        int count = in.u8();
        if (count > CANDIDATES_MAX) {
            in.fail();
        }
        List<Candidate> candidates = new ArrayList<>();
        for (int i = 0; i < count && in.ok(); i++) {
            Candidate candidate = Candidate.read(in);
            if (candidate != null) {
                candidates.add(candidate);
            }
        }
        return candidates;
    }

    private static byte[] signed(PeerId to, byte[] body) {
        return new ByteWriter(MAX_BYTES + 64)
                .bytes(DOMAIN)
                .bytes(to.bytes())
                .bytes(body)
                .toBytes();
    }
}
