package worldmesh.samples.lanparty.page;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * One open page: what it knows of the map and what it has yet to hear. Confined to the game's thread but for
 * {@link #acknowledge} and {@link #leave}. A page that does not keep up gets fewer frames, never a longer queue.
 */
final class Viewer {
    /** Frames under way: at 20 Hz 200 ms, more than a page on the same machine ever takes. */
    private static final int UNDER_WAY_MAX = 4;

    /** Lines of chat and toasts kept for a page that lags; the oldest go first. */
    private static final int LINES_MAX = 100;

    private final Consumer<String> socket;
    private final AtomicLong acknowledged = new AtomicLong();
    private final Set<String> dirty = new TreeSet<>();
    private final Deque<FrameLines.Chat> chat = new ArrayDeque<>();
    private final Deque<FrameLines.Toast> toasts = new ArrayDeque<>();
    private boolean knowsNothing = true;
    private final AtomicLong sent = new AtomicLong();
    private volatile boolean left;

    Viewer(Consumer<String> socket) {
        this.socket = socket;
    }

    /** The page has drawn frame {@code n}; from any thread. */
    void acknowledge(long n) {
        acknowledged.accumulateAndGet(Math.min(n, sent.get()), Math::max);
    }

    /** The page is closed; from any thread. */
    void leave() {
        left = true;
    }

    boolean hasLeft() {
        return left;
    }

    boolean isReady() {
        return sent.get() - acknowledged.get() < UNDER_WAY_MAX;
    }

    void changed(String thing) {
        dirty.add(thing);
    }

    void hear(FrameLines.Chat line) {
        bounded(chat, line);
    }

    void hear(FrameLines.Toast line) {
        bounded(toasts, line);
    }

    void sendRaw(String json) {
        socket.accept(json);
    }

    /** The next frame: all things the first time, the changed ones from then on. */
    FrameLines.Frame next(Scene scene, FrameLines.Picture picture) {
        List<FrameLines.Thing> put = new ArrayList<>();
        List<String> gone = new ArrayList<>();
        if (knowsNothing) {
            put.addAll(scene.all());
        } else {
            dirty.forEach(id -> scene.find(id).ifPresentOrElse(put::add, () -> gone.add(id)));
        }
        dirty.clear();
        FrameLines.Frame frame = new FrameLines.Frame(
                "frame",
                sent.incrementAndGet(),
                knowsNothing,
                put,
                gone,
                picture.players(),
                picture.me(),
                picture.stats(),
                picture.peers(),
                picture.trades(),
                List.copyOf(chat),
                List.copyOf(toasts));
        knowsNothing = false;
        chat.clear();
        toasts.clear();
        return frame;
    }

    private static <T> void bounded(Deque<T> lines, T line) {
        if (lines.size() >= LINES_MAX) {
            lines.removeFirst();
        }
        lines.addLast(line);
    }
}
