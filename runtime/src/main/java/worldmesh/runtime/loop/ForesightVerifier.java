package worldmesh.runtime.loop;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import worldmesh.runtime.identity.PublicKey;
import worldmesh.runtime.identity.SignatureVerifier;

/**
 * Checks signatures in the thread that asks, and those that are foreseen in one beside it too: who has a hundred to ask
 * about gets to the end in less time where there is a second core, with the same answers. The thread ends when nothing
 * was foreseen for a while.
 */
public final class ForesightVerifier implements SignatureVerifier {
    /** Signatures that are foreseen and not asked about yet; all are forgotten beyond, which costs their time again. */
    static final int FORESEEN_MAX = 2_048;

    private static final long IDLE_SECONDS = 5;

    private final SignatureVerifier verifier;
    private final Map<ByteBuffer, Check> foreseen = new ConcurrentHashMap<>();
    private final ThreadPoolExecutor beside;
    private final LongAdder hits = new LongAdder();
    private final LongAdder misses = new LongAdder();

    /** One check that is made once, by whichever thread comes first. */
    private static final class Check extends FutureTask<Boolean> {
        private final PublicKey key;
        private final byte[] message;

        Check(SignatureVerifier by, PublicKey key, byte[] message, byte[] signature) {
            super(() -> by.verify(key, message, signature));
            this.key = key;
            this.message = message;
        }

        boolean isOf(PublicKey asked, byte[] text) {
            return key.equals(asked) && Arrays.equals(message, text);
        }
    }

    /** Asks {@code verifier}, which is safe for several threads. */
    public ForesightVerifier(SignatureVerifier verifier) {
        this.verifier = verifier;
        this.beside = new ThreadPoolExecutor(
                1,
                1,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(FORESEEN_MAX),
                ForesightVerifier::thread,
                new ThreadPoolExecutor.DiscardPolicy()); // whoever asks checks it
        beside.allowCoreThreadTimeOut(true);
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "foresight");
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public void foresee(PublicKey key, byte[] message, byte[] signature) {
        if (foreseen.size() >= FORESEEN_MAX) {
            foreseen.clear();
        }
        Check check = new Check(verifier, key, message, signature);
        if (foreseen.putIfAbsent(ByteBuffer.wrap(signature), check) == null) {
            beside.execute(check);
        }
    }

    @Override
    public boolean verify(PublicKey key, byte[] message, byte[] signature) {
        Check check = foreseen.remove(ByteBuffer.wrap(signature));
        if (check == null || !check.isOf(key, message)) {
            misses.increment();
            return verifier.verify(key, message, signature);
        }
        hits.increment();
        check.run(); // nothing, if the other thread has begun
        Runnable next = check.isDone() ? null : beside.getQueue().poll();
        while (next != null) {
            next.run();
            next = check.isDone() ? null : beside.getQueue().poll();
        }
        try {
            return check.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return verifier.verify(key, message, signature);
        } catch (ExecutionException e) {
            return verifier.verify(key, message, signature); // fails as it does without foresight
        }
    }

    @Override
    public long hits() {
        return hits.sum();
    }

    @Override
    public long misses() {
        return misses.sum();
    }

    @Override
    public int foreseen() {
        return foreseen.size();
    }
}
