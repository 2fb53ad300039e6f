package worldmesh.samples.lanparty.page;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The things on the map as the page is told them, by id. Confined to the game's thread. */
final class Scene {
    private final Map<String, FrameLines.Thing> things = new TreeMap<>();

    /** Keeps a thing; true if the page has to hear of it. */
    boolean put(FrameLines.Thing thing) {
        return !thing.equals(things.put(thing.id(), thing));
    }

    /** Forgets a thing; true if it was there. */
    boolean remove(String id) {
        return things.remove(id) != null;
    }

    Optional<FrameLines.Thing> find(String id) {
        return Optional.ofNullable(things.get(id));
    }

    Collection<FrameLines.Thing> all() {
        return things.values();
    }
}
