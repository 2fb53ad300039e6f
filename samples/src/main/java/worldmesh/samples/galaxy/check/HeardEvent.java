package worldmesh.samples.galaxy.check;

import java.util.List;
import worldmesh.samples.galaxy.event.Participants;
import worldmesh.samples.galaxy.model.EventType;
import worldmesh.world.entity.EntityId;

/** A combat event as a peer reported that its game heard it. */
record HeardEvent(long number, EventType type, long timestamp, long latencyMillis, String participants) {
    static HeardEvent parse(List<String> words) {
        return new HeardEvent(
                Long.parseLong(words.get(0)),
                EventType.valueOf(words.get(1)),
                Long.parseLong(words.get(2)),
                Long.parseLong(words.get(3)),
                words.get(4));
    }

    /** Who it happened to. */
    EntityId subject() {
        return Participants.parse(participants).ids().get(0);
    }

    /** How many took part. */
    int size() {
        return Participants.parse(participants).ids().size();
    }

    /** True if another peer heard the same. */
    boolean same(HeardEvent other) {
        return number == other.number
                && type == other.type
                && timestamp == other.timestamp
                && participants.equals(other.participants);
    }
}
