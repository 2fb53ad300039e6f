package worldmesh.samples.lanparty.page;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** All open pages of one peer: takes what happens, sends each its frames. Confined to the game's thread. */
public final class Pages {
    /** Chat lines that a page opened later gets to see. */
    private static final int HISTORY_MAX = 50;

    private final ObjectMapper json = new ObjectMapper();
    private final Scene scene = new Scene();
    private final List<Viewer> viewers = new ArrayList<>();
    private final Deque<FrameLines.Chat> history = new ArrayDeque<>();

    /** Begins to show the map to a page. */
    void open(Viewer viewer, FrameLines.Hello hello) {
        viewer.sendRaw(write(hello));
        history.forEach(viewer::hear);
        viewers.add(viewer);
    }

    /** True if somebody watches. */
    public boolean isWatched() {
        return !viewers.isEmpty();
    }

    /** Shows a thing, or what became of it. */
    public void put(FrameLines.Thing thing) {
        if (scene.put(thing)) {
            viewers.forEach(viewer -> viewer.changed(thing.id()));
        }
    }

    /** Takes a thing off the map. */
    public void remove(String id) {
        if (scene.remove(id)) {
            viewers.forEach(viewer -> viewer.changed(id));
        }
    }

    /** Adds a line of chat. */
    public void chat(FrameLines.Chat line) {
        if (history.size() >= HISTORY_MAX) {
            history.removeFirst();
        }
        history.addLast(new FrameLines.Chat(line.from(), line.c(), line.text(), false));
        viewers.forEach(viewer -> viewer.hear(line));
    }

    /** Shows a notice. */
    public void toast(FrameLines.Toast toast) {
        viewers.forEach(viewer -> viewer.hear(toast));
    }

    /** Sends every page that keeps up its next frame. */
    public void show(FrameLines.Picture picture) {
        viewers.removeIf(Viewer::hasLeft);
        for (Viewer viewer : viewers) {
            if (viewer.isReady()) {
                viewer.sendRaw(write(viewer.next(scene, picture)));
            }
        }
    }

    private String write(Object value) {
        try {
            return json.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a frame is made of plain records", e);
        }
    }
}
