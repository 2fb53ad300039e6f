package worldmesh.authority.party;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import worldmesh.authority.party.wire.PartyRoster;
import worldmesh.runtime.identity.PeerId;

/**
 * Whom a member leaves out of its count, and when it looks at that again. What it alone saw may have been its own
 * fault, so that this ends by itself, later each time: an honest holder has its follower back, and one that stalls
 * the others has ever less of their time. Confined to the owner's thread.
 */
final class Distrust {
    /**
     * The first time; long enough for an election among members who distrust a holder within a second of each other,
     * and short enough for a party that heals in five.
     */
    static final long FIRST_NANOS = 3_000_000_000L;

    /** The time doubles up to about a quarter of an hour. */
    private static final int DOUBLINGS_MAX = 8;

    private final Map<PeerId, Term> terms = new LinkedHashMap<>();

    /** Until when somebody is out, and how often that was. */
    private static final class Term {
        boolean open;
        long endsAt;
        int doublings;

        void begin(long nowNanos) {
            open = true;
            endsAt = nowNanos + (FIRST_NANOS << doublings);
            doublings = Math.min(DOUBLINGS_MAX, doublings + 1);
        }
    }

    /** Leaves somebody out from now, or goes on to. */
    void begin(PeerId peer, long nowNanos) {
        terms.computeIfAbsent(peer, each -> new Term()).begin(nowNanos);
        Iterator<Term> oldest = terms.values().iterator();
        while (terms.size() > PartyRoster.MEMBERS_MAX && oldest.hasNext()) {
            if (!oldest.next().open) {
                oldest.remove();
            }
        }
    }

    /** Counts with somebody again; the next time will be longer all the same. */
    void end(PeerId peer) {
        Term term = terms.get(peer);
        if (term != null) {
            term.open = false;
        }
    }

    boolean contains(PeerId peer) {
        Term term = terms.get(peer);
        return term != null && term.open;
    }

    /** Whose time is over. */
    List<PeerId> due(long nowNanos) {
        List<PeerId> due = new ArrayList<>();
        terms.forEach((peer, term) -> {
            if (term.open && nowNanos >= term.endsAt) {
                due.add(peer);
            }
        });
        return due;
    }
}
