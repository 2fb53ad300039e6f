package worldmesh.samples.galaxy.event;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import worldmesh.samples.galaxy.model.CombatEvent;

/**
 * Delivers combat events to the game: each exactly once, in the order of the authority's log, so that none comes before
 * what it follows from; none from before the game began to listen. Events of several sectors arrive in any order and
 * wait here for those before them. Confined to one thread.
 */
public final class CombatFeed {
    /** The newest events that the rules keep; who was away for longer has missed older ones. */
    public static final int KEPT_MAX = 256;

    private final TreeMap<Long, CombatEvent> waiting = new TreeMap<>();
    private final long sinceMillis;
    private long next;
    private long missed;

    /**
     * Delivers events that were decided at {@code sinceMillis} of world time or later.
     *
     * @param firstNumber the number of the first event that was not told yet when the game began to listen
     */
    public CombatFeed(long sinceMillis, long firstNumber) {
        this.sinceMillis = sinceMillis;
        this.next = Math.max(1, firstNumber);
    }

    /** Takes an event as it arrives, again and again if it likes. */
    public void offer(CombatEvent event) {
        boolean old = event.ts() < sinceMillis;
        if (event.number() >= next && old) {
            // Decided before this game listened, told to it late: so were all before it.
            next = event.number() + 1;
            waiting.headMap(next).clear();
        } else if (event.number() >= next && event.number() < next + KEPT_MAX) {
            waiting.put(event.number(), event);
        }
    }

    /** What the game hears now; {@code nextEvent} is the number that the war gives next. */
    public List<CombatEvent> take(long nextEvent) {
        List<CombatEvent> due = new ArrayList<>();
        long keptFrom = nextEvent - KEPT_MAX;
        while (next < nextEvent) {
            CombatEvent event = waiting.remove(next);
            if (event != null) {
                due.add(event);
            } else if (next >= keptFrom) {
                break;
            } else {
                missed++;
            }
            next++;
        }
        return due;
    }

    /** Events that were gone before they arrived: this peer was away for more than are kept. */
    public long missed() {
        return missed;
    }
}
