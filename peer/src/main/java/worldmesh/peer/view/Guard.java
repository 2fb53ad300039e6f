package worldmesh.peer.view;

import java.util.function.BiConsumer;

/** Runs the game's listeners so that one that throws is named and stops no other. */
public final class Guard {
    private final BiConsumer<String, RuntimeException> onFailure;

    /** Reports failures, by the listener's name, to {@code onFailure}. */
    public Guard(BiConsumer<String, RuntimeException> onFailure) {
        this.onFailure = onFailure;
    }

    /** Runs {@code listener}. */
    @SuppressWarnings("IllegalCatch") // the listener is the game's code: whatever it throws must not stop the others
    public void run(String name, Runnable listener) {
        try {
            listener.run();
        } catch (RuntimeException e) {
            onFailure.accept(name, e);
        }
    }
}
