package worldmesh.mesh.gossip;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import worldmesh.mesh.gossip.wire.TreeFrame;

/** What is asked of neighbours in one turn, gathered into as few frames as will do. Confined to its owner. */
final class Requests {
    private final Map<Integer, Map<Integer, Asked>> bySlot = new LinkedHashMap<>();

    private static final class Asked {
        final List<Long> numbers = new ArrayList<>();
        boolean join;
    }

    /** Takes the frames. */
    interface Sink {
        void send(int slot, TreeFrame frame);
    }

    private Asked asked(int slot, int index) {
        return bySlot.computeIfAbsent(slot, key -> new LinkedHashMap<>()).computeIfAbsent(index, key -> new Asked());
    }

    /** What comes from now on. */
    void join(int slot, int index) {
        asked(slot, index).join = true;
    }

    /** One message. */
    void pull(int slot, int index, long number) {
        Asked asked = asked(slot, index);
        if (asked.numbers.size() < TreeFrame.MAX_WANTED) {
            asked.numbers.add(number);
        }
    }

    /** Hands over all frames and forgets them. */
    void drain(Sink sink) {
        bySlot.forEach((slot, streams) -> {
            List<TreeFrame.Wanted> entries = new ArrayList<>();
            streams.forEach((index, asked) -> entries.add(new TreeFrame.Wanted(index, asked.join, asked.numbers)));
            for (int from = 0; from < entries.size(); from += TreeFrame.MAX_ENTRIES) {
                int end = Math.min(entries.size(), from + TreeFrame.MAX_ENTRIES);
                sink.send(slot, new TreeFrame.Graft(entries.subList(from, end)));
            }
        });
        bySlot.clear();
    }
}
