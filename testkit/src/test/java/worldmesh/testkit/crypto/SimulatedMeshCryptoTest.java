package worldmesh.testkit.crypto;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import worldmesh.mesh.crypto.Handshake;
import worldmesh.mesh.crypto.RecordCipher;
import worldmesh.runtime.identity.Signer;

class SimulatedMeshCryptoTest {
    private final SimulatedSignatures signatures = new SimulatedSignatures();
    private final Signer ann = signatures.signer(1);
    private final Signer ben = signatures.signer(2);

    @Test
    void verifiesOnlyWhatTheKeySigned() {
        byte[] message = {1, 2, 3};
        byte[] signature = ann.sign(message);

        assertTrue(signatures.verify(ann.publicKey(), message, signature));
        assertFalse(signatures.verify(ben.publicKey(), message, signature));
        assertFalse(signatures.verify(ann.publicKey(), new byte[] {1, 2}, signature));
        signature[63] ^= 1;
        assertFalse(signatures.verify(ann.publicKey(), message, signature));
        assertFalse(signatures.verify(ann.publicKey(), message, new byte[3]));
        assertEquals(64, signature.length);
    }

    @Test
    void endsAHandshakeWithTheSameSecretOnBothSides() {
        Handshake initiator = crypto(ann, 1).initiate(ben.peer());
        Handshake responder = crypto(ben, 2).respond();

        exchange(initiator, responder);

        assertTrue(initiator.done() && responder.done());
        assertArrayEquals(initiator.secret(), responder.secret());
        assertEquals(Handshake.SECRET_BYTES, initiator.secret().length);
        assertEquals(ann.publicKey(), responder.peerKey());
        assertEquals(ben.publicKey(), initiator.peerKey());
    }

    @Test
    void refusesAnotherPeerThanTheExpectedOne() {
        Handshake initiator = crypto(ann, 1).initiate(ann.peer());
        Handshake responder = crypto(ben, 2).respond();

        exchange(initiator, responder);

        assertEquals(Handshake.Failure.WRONG_PEER, initiator.failure());
        assertFalse(responder.done());
    }

    @Test
    void refusesAProofThatWasChanged() {
        Handshake initiator = crypto(ann, 1).initiate(null);
        Handshake responder = crypto(ben, 2).respond();
        responder.input(initiator.output());
        byte[] reply = responder.output();
        reply[reply.length - 1] ^= 1;

        initiator.input(reply);

        assertEquals(Handshake.Failure.BROKEN, initiator.failure());
    }

    @Test
    void noticesAnyChangeOfARecord() {
        RecordCipher cipher = crypto(ann, 1).cipher(new byte[16], new byte[12]);
        byte[] record = new byte[3 + 4 + RecordCipher.TAG_BYTES];
        record[3] = 7;
        cipher.seal(5, record, 3, 4);
        byte[] out = new byte[64];

        assertEquals(4, cipher.open(5, record, 3, 4 + RecordCipher.TAG_BYTES, out));
        assertEquals(7, out[0]);
        assertEquals(-1, cipher.open(6, record, 3, 4 + RecordCipher.TAG_BYTES, out));
        for (int i = 0; i < record.length; i++) {
            record[i] ^= 1;
            assertEquals(-1, cipher.open(5, record, 3, 4 + RecordCipher.TAG_BYTES, out));
            record[i] ^= 1;
        }
        assertEquals(-1, cipher.open(5, record, 3, 2, out));
    }

    private SimulatedMeshCrypto crypto(Signer identity, long seed) {
        return new SimulatedMeshCrypto(identity, signatures, new SplittableRandom(seed));
    }

    private static void exchange(Handshake initiator, Handshake responder) {
        for (int i = 0; i < 4; i++) {
            for (byte each : initiator.output()) {
                responder.input(new byte[] {each});
            }
            responder.input(new byte[0]);
            initiator.input(responder.output());
        }
    }
}
