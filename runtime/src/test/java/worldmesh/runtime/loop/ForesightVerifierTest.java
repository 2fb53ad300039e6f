package worldmesh.runtime.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import worldmesh.runtime.identity.PublicKey;
import worldmesh.runtime.identity.SignatureVerifier;

/** What is foreseen is answered as it would be without, by whichever of two threads comes first. */
class ForesightVerifierTest {
    private static final PublicKey KEY = new PublicKey(new byte[PublicKey.BYTES]);

    /** A signature is good if it ends as the message does; counts who was asked. */
    private static final class Inspector implements SignatureVerifier {
        final AtomicInteger asked = new AtomicInteger();
        final Map<Integer, Thread> by = new ConcurrentHashMap<>();
        final CountDownLatch begun = new CountDownLatch(1);
        final CountDownLatch held = new CountDownLatch(1);

        @Override
        public boolean verify(PublicKey key, byte[] message, byte[] signature) {
            asked.incrementAndGet();
            int number = ByteBuffer.wrap(message).getInt();
            by.put(number, Thread.currentThread());
            if (number < 0) {
                throw new IllegalStateException("no such number");
            }
            if (number == 0) {
                begun.countDown();
                await(held);
            }
            if (number == 1) {
                held.countDown();
            }
            return ByteBuffer.wrap(signature).getInt() == number;
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] bytes(int number, int size) {
        return ByteBuffer.allocate(size).putInt(number).array();
    }

    private static byte[] message(int number) {
        return bytes(number, 8);
    }

    private static byte[] signature(int number) {
        return bytes(number, SignatureVerifier.SIGNATURE_BYTES);
    }

    @Test
    void answersAsWithoutForesightAndLooksOnce() {
        Inspector inspector = new Inspector();
        SignatureVerifier verifier = new ForesightVerifier(inspector);
        for (int i = 1; i <= 500; i++) {
            verifier.foresee(KEY, message(i), signature(i % 3 == 0 ? -i : i));
        }

        for (int i = 1; i <= 500; i++) {
            assertEquals(i % 3 != 0, verifier.verify(KEY, message(i), signature(i % 3 == 0 ? -i : i)));
        }
        assertEquals(500, inspector.asked.get());
        assertTrue(verifier.verify(KEY, message(7), signature(7)));
        assertEquals(500, verifier.hits());
        assertEquals(1, verifier.misses());
        assertEquals(0, verifier.foreseen());
    }

    @Test
    void whoeverWaitsForTheOtherThreadLooksAtWhatComesNext() {
        Inspector inspector = new Inspector();
        SignatureVerifier verifier = new ForesightVerifier(inspector);
        verifier.foresee(KEY, message(0), signature(0));
        await(inspector.begun);
        verifier.foresee(KEY, message(1), signature(1));

        assertTrue(verifier.verify(KEY, message(0), signature(0)));

        assertFalse(Thread.currentThread().equals(inspector.by.get(0)));
        assertEquals(Thread.currentThread(), inspector.by.get(1));
        assertTrue(verifier.verify(KEY, message(1), signature(1)));
        assertEquals(2, inspector.asked.get());
    }

    @Test
    void foresightOfAnotherMessageUnderTheSameSignatureChangesNoAnswer() {
        SignatureVerifier verifier = new ForesightVerifier(new Inspector());
        verifier.foresee(KEY, message(5), signature(5));

        assertFalse(verifier.verify(KEY, message(6), signature(5)));
        assertTrue(verifier.verify(KEY, message(5), signature(5)));
    }

    @Test
    void whatIsForeseenBeyondTheBoundIsAnsweredAllTheSame() {
        SignatureVerifier verifier = new ForesightVerifier(new Inspector());
        int many = 3 * ForesightVerifier.FORESEEN_MAX;
        for (int i = 1; i <= many; i++) {
            verifier.foresee(KEY, message(i), signature(i));
        }

        for (int i = 1; i <= many; i++) {
            assertTrue(verifier.verify(KEY, message(i), signature(i)));
        }
    }

    @Test
    void aFailureIsTheAskers() {
        SignatureVerifier verifier = new ForesightVerifier(new Inspector());
        verifier.foresee(KEY, message(-1), signature(2));

        assertThrows(IllegalStateException.class, () -> verifier.verify(KEY, message(-1), signature(2)));
    }
}
