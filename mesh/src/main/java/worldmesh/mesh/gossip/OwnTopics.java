package worldmesh.mesh.gossip;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import worldmesh.mesh.gossip.wire.GossipCodec;
import worldmesh.mesh.topic.TopicId;

/** What this peer subscribes to, and the numbers of what it publishes. Confined to its owner. */
final class OwnTopics {
    /** Topics whose numbers are remembered; the one published to longest ago is forgotten. */
    static final int MAX_NUMBERED = 1_024;

    private static final long SKETCH_BITS = Long.SIZE - 1;

    private final Set<TopicId> subscribed = new LinkedHashSet<>();
    private final Map<TopicId, Long> next = new LinkedHashMap<>(16, 0.75f, true);

    /** Where numbers begin: above all that were forgotten, for who remembers them would take new ones for old. */
    private long first = 1;

    /** True if it is subscribed to from now on and was not before; beyond the limit it is not. */
    boolean add(TopicId topic) {
        return subscribed.size() < GossipCodec.MAX_TOPICS && subscribed.add(topic);
    }

    boolean remove(TopicId topic) {
        return subscribed.remove(topic);
    }

    boolean contains(TopicId topic) {
        return subscribed.contains(topic);
    }

    List<TopicId> subscribed() {
        return new ArrayList<>(subscribed);
    }

    /** A bit for each topic subscribed to. */
    long sketch() {
        long bits = 0;
        for (TopicId topic : subscribed) {
            bits |= 1L << (topic.id() & SKETCH_BITS);
        }
        return bits;
    }

    /** True once for a topic that was not published to. */
    boolean open(TopicId topic) {
        if (next.containsKey(topic)) {
            return false;
        }
        remember(topic, first);
        return true;
    }

    /** The number of the next message. */
    long number(TopicId topic) {
        long number = next.getOrDefault(topic, first);
        remember(topic, number + 1);
        return number;
    }

    private void remember(TopicId topic, long number) {
        next.put(topic, number);
        if (next.size() > MAX_NUMBERED) {
            var oldest = next.entrySet().iterator();
            first = Math.max(first, oldest.next().getValue());
            oldest.remove();
        }
    }
}
