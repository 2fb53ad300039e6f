package worldmesh.samples.lanparty.page;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import worldmesh.peer.view.EventQueue;

/**
 * One open page: what it knows of the map and what it has yet to hear. Confined to the game's thread but for
 * {@link #acknowledge} and {@link #leave}. A page that does not keep up gets fewer frames, never a longer queue.
 */
final class Viewer {
    /** Frames under way: at 20 Hz 200 ms, more than a page on the same machine ever takes. */
    private static final int UNDER_WAY_MAX = 4;

    /** Lines of chat and toasts kept for a page that lags; the oldest go first, but for errors. */
    static final int LINES_MAX = 100;

    /** Errors left untaken after which nobody watches any more: none of them is ever dropped. */
    static final int ERRORS_MAX = EventQueue.ERRORS_MAX;

    private final Consumer<String> socket;
    private final AtomicLong acknowledged = new AtomicLong();
    private final Set<String> dirty = new TreeSet<>();
    private final Deque<FrameLines.Chat> chat = new ArrayDeque<>();
    private final Deque<FrameLines.Toast> toasts = new ArrayDeque<>();
    private final Runnable end;
    private int errors;
    private boolean knowsNothing = true;
    private final AtomicLong sent = new AtomicLong();
    private volatile boolean left;

    /** A page that is sent text by {@code socket} and cut off by {@code end}. */
    Viewer(Consumer<String> socket, Runnable end) {
        this.socket = socket;
        this.end = end;
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
        if (chat.size() >= LINES_MAX) {
            chat.removeFirst();
        }
        chat.addLast(line);
    }

    /** Keeps a toast for the next frame: errors always, the newest of the others. A page with too many is cut off. */
    void hear(FrameLines.Toast line) {
        if (left) {
            return;
        }
        if (line.isError()) {
            errors++;
        } else if (toasts.size() - errors >= LINES_MAX) {
            toasts.removeFirstOccurrence(toasts.stream()
                    .filter(toast -> !toast.isError())
                    .findFirst()
                    .orElseThrow());
        }
        toasts.addLast(line);
        if (errors >= ERRORS_MAX) {
            leave();
            toasts.clear();
            end.run();
        }
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
                picture.party(),
                picture.door(),
                picture.peers(),
                picture.trades(),
                picture.files(),
                List.copyOf(chat),
                List.copyOf(toasts));
        knowsNothing = false;
        chat.clear();
        toasts.clear();
        errors = 0;
        return frame;
    }
}
