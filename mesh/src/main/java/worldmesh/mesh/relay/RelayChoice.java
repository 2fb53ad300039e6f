package worldmesh.mesh.relay;

import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import worldmesh.runtime.identity.PeerId;

/**
 * Which neighbours are asked to carry datagrams to a peer: the nearest of those that did not refuse or fail lately.
 * Among them a race decides, since only that knows their other half of the way. Confined to the owner.
 */
public final class RelayChoice {
    /** Neighbours asked at once. */
    public static final int AT_ONCE = 3;

    /** Who refused, or fell silent, is asked again after this. */
    public static final long PAUSE_NANOS = 5_000_000_000L;

    /** And who dropped a part of what it was given, after this: it takes half as long to find out. */
    public static final long DROPPED_NANOS = 60_000_000_000L;

    /** Refusals remembered; the oldest are forgotten first, and cost a question. */
    static final int REFUSALS_MAX = 1_024;

    private final Map<Key, Long> refusedUntil = new LinkedHashMap<>();
    private final Map<Key, Long> droppedUntil = new LinkedHashMap<>();

    private record Key(PeerId relay, long name) {}

    /**
     * A peer that could be asked.
     *
     * @param rttNanos the round trip to it, 0 if it is not known
     */
    public record Neighbour(PeerId peer, long rttNanos) {
        long rank() {
            return rttNanos == 0 ? Long.MAX_VALUE : rttNanos;
        }
    }

    /** Whom to ask, the best first; who dropped something only if there is nobody else. */
    public List<PeerId> best(PeerId target, Collection<Neighbour> neighbours, long now) {
        refusedUntil.values().removeIf(until -> now - until >= 0);
        long name = RelayName.of(target);
        List<Neighbour> there = neighbours.stream()
                .filter(one -> !one.peer().equals(target))
                .filter(one -> !refusedUntil.containsKey(new Key(one.peer(), name)))
                .toList();
        List<Neighbour> honest =
                there.stream().filter(one -> !isDropping(one.peer(), name, now)).toList();
        return (honest.isEmpty() ? there : honest)
                .stream()
                        .sorted(Comparator.comparingLong(Neighbour::rank).thenComparing(Neighbour::peer))
                        .limit(AT_ONCE)
                        .map(Neighbour::peer)
                        .toList();
    }

    /** {@code relay} does not reach who has that name, or will not. */
    public void refused(PeerId relay, long name, long now) {
        pause(refusedUntil, new Key(relay, name), now + PAUSE_NANOS);
    }

    /** {@code relay} dropped a part of what went to who has that name: it is asked when nobody else is there. */
    public void dropped(PeerId relay, long name, long now) {
        pause(droppedUntil, new Key(relay, name), now + DROPPED_NANOS);
    }

    /** True if that relay dropped something lately. */
    public boolean isDropping(PeerId relay, long name, long now) {
        Long until = droppedUntil.get(new Key(relay, name));
        return until != null && now - until < 0;
    }

    private static void pause(Map<Key, Long> pauses, Key key, long until) {
        pauses.remove(key);
        pauses.put(key, until);
        if (pauses.size() > REFUSALS_MAX) {
            pauses.remove(pauses.keySet().iterator().next());
        }
    }

    int remembered() {
        return refusedUntil.size();
    }
}
