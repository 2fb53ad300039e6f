package worldmesh.samples.galaxy.check;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import worldmesh.samples.galaxy.model.CombatEvent;
import worldmesh.samples.galaxy.model.EventType;
import worldmesh.world.entity.EntityId;

/** What the games of all peers heard, held against each other and against what a store still has. */
final class EventAudit {
    private final List<List<HeardEvent>> heard;
    private final List<Long> since;

    /** The reports of all peers, the host first, which heard the war from its beginning. */
    EventAudit(List<List<HeardEvent>> heard, List<Long> since) {
        this.heard = heard;
        this.since = since;
    }

    /** How many of a type the host heard. */
    int count(EventType type) {
        return (int) heard.get(0).stream().filter(event -> event.type() == type).count();
    }

    /** Events that some game heard again. */
    int twice() {
        int twice = 0;
        for (List<HeardEvent> one : heard) {
            Set<Long> numbers = new HashSet<>();
            twice += (int)
                    one.stream().filter(event -> !numbers.add(event.number())).count();
        }
        return twice;
    }

    /** Events that some game heard after a later one. */
    int outOfOrder() {
        int wrong = 0;
        for (List<HeardEvent> one : heard) {
            for (int i = 1; i < one.size(); i++) {
                wrong += one.get(i).number() <= one.get(i - 1).number() ? 1 : 0;
            }
        }
        return wrong;
    }

    /** Events decided since a game listened that it did not hear, or heard otherwise than the host. */
    int missing(long nextEvent) {
        int missing = (int) Math.max(0, nextEvent - 1 - heard.get(0).size());
        for (int peer = 1; peer < heard.size(); peer++) {
            Map<Long, HeardEvent> mine = new HashMap<>();
            heard.get(peer).forEach(event -> mine.put(event.number(), event));
            for (HeardEvent event : heard.get(0)) {
                HeardEvent own = mine.get(event.number());
                boolean due = event.timestamp() >= since.get(peer);
                missing += due && (own == null || !own.same(event)) ? 1 : 0;
            }
        }
        return missing;
    }

    /** Events that a game heard though they were decided before it listened. */
    int old() {
        int old = 0;
        for (int peer = 0; peer < heard.size(); peer++) {
            long begin = since.get(peer);
            old += (int) heard.get(peer).stream()
                    .filter(event -> event.timestamp() < begin)
                    .count();
        }
        return old;
    }

    /** Events that a store has otherwise than the host heard them. */
    int unlike(Map<Long, CombatEvent> stored) {
        int unlike = 0;
        for (HeardEvent event : heard.get(0)) {
            CombatEvent kept = stored.get(event.number());
            boolean same = kept == null
                    || (kept.type() == event.type() && kept.participants().equals(event.participants()));
            unlike += same ? 0 : 1;
        }
        return unlike;
    }

    /** Bases that fell more often than once. */
    int fellTwice() {
        return (int) told(EventType.BaseDestroyed).values().stream()
                .filter(times -> times > 1)
                .count();
    }

    /** How often it was told of each that this happened to it. */
    Map<EntityId, Long> told(EventType type) {
        Map<EntityId, Long> times = new HashMap<>();
        heard.get(0).stream()
                .filter(event -> event.type() == type)
                .forEach(event -> times.merge(event.subject(), 1L, Long::sum));
        return times;
    }

    /** The fewest that took part in an event of a type; -1 if there was none. */
    int fewest(EventType type) {
        return heard.get(0).stream()
                .filter(event -> event.type() == type)
                .mapToInt(HeardEvent::size)
                .min()
                .orElse(-1);
    }

    /** How long nine of ten events took from the decision to any game but the one that decided, in milliseconds. */
    long latencyP90Millis() {
        List<Long> all = new ArrayList<>();
        heard.forEach(one -> one.forEach(event -> all.add(event.latencyMillis())));
        all.sort(null);
        return all.isEmpty() ? -1 : all.get(Math.min(all.size() - 1, all.size() * 9 / 10));
    }
}
