package worldmesh.mesh.crypto;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** RFC 8032 §7.1, test 2. */
class Ed25519Test {
    private static final HexFormat HEX = HexFormat.of();
    private static final byte[] SEED = HEX.parseHex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb");
    private static final String SIGNATURE = "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
            + "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00";

    private final Ed25519Signer signer = Ed25519Signer.ofSeed(SEED);

    @Test
    void signsAsTheStandardSays() {
        assertEquals(
                "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
                signer.publicKey().toString());
        assertEquals(SIGNATURE, HEX.formatHex(signer.sign(new byte[] {0x72})));
    }

    @Test
    void refusesEveryFlippedBit() {
        byte[] message = {0x72};
        byte[] signature = signer.sign(message);
        assertTrue(Ed25519Verifier.INSTANCE.verify(signer.publicKey(), message, signature));

        for (int bit = 0; bit < signature.length * 8; bit += 7) {
            byte[] flipped = signature.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            assertFalse(Ed25519Verifier.INSTANCE.verify(signer.publicKey(), message, flipped));
        }
        assertFalse(Ed25519Verifier.INSTANCE.verify(signer.publicKey(), message, new byte[63]));
    }

    @Test
    void hkdfIsTheOneOfTheStandard() {
        byte[] salt = HEX.parseHex("000102030405060708090a0b0c");
        byte[] input = HEX.parseHex("0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b");
        byte[] info = HEX.parseHex("f0f1f2f3f4f5f6f7f8f9");

        byte[] output = Hkdf.expand(Hkdf.extract(salt, input), info, 42);

        assertEquals(
                "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865",
                HEX.formatHex(output));
    }
}
