package worldmesh.peer;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import worldmesh.runtime.identity.Signer;

/** What surrounds a pure world: its thread, its key, the callbacks of its store. */
final class WorldShell {
    private final Signer signer;
    private final SecureRandom random;
    private final @Nullable ReceiptFile receipts;
    private final MemberFile members;
    private final Path tickets;
    private final Path directory;
    private final Queue<Runnable> callbacks = new ConcurrentLinkedQueue<>();
    private volatile Thread owner = Thread.currentThread();
    private boolean updated;

    WorldShell(Signer signer, SecureRandom random, @Nullable ReceiptFile receipts, Path directory) {
        this.directory = directory;
        this.tickets = directory.resolve("tickets");
        this.members = MemberFile.open(directory.resolve("members"));
        this.signer = signer;
        this.random = random;
        this.receipts = receipts;
    }

    Signer signer() {
        return signer;
    }

    /** Where the members of the world were last. */
    MemberFile members() {
        return members;
    }

    /** The file with the tickets of links, by which their peers are met again after a restart. */
    Path tickets() {
        return tickets;
    }

    /** Where records of shared files and cached ones are. */
    Path assets() {
        return directory.resolve("assets");
    }

    /** Where accepted files go unless somebody says otherwise. */
    Path downloads() {
        return directory.resolve("downloads");
    }

    SecureRandom random() {
        return random;
    }

    /** Bounded by the store: one callback per append. */
    Executor callbacks() {
        return callbacks::add;
    }

    void drainCallbacks() {
        for (Runnable next = callbacks.poll(); next != null; next = callbacks.poll()) {
            next.run();
        }
    }

    /** The first update decides the thread for good. */
    void enterUpdate() {
        if (!updated) {
            updated = true;
            owner = Thread.currentThread();
        }
        checkThread();
    }

    void checkThread() {
        Thread current = Thread.currentThread();
        if (current != owner) {
            throw new IllegalStateException("the world belongs to thread '" + owner.getName()
                    + "' and was used by thread '" + current.getName()
                    + "'; use it only where Session.update is called, and hand work over to that thread");
        }
    }

    void close() {
        if (receipts != null) {
            receipts.close();
        }
    }
}
