package worldmesh.mesh.group;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import worldmesh.runtime.identity.PeerId;

/**
 * Decides when a newcomer begins to look for the party by JGroups, which founds a party of its own when nobody in one
 * answers in time: not before a member has told of its view, since only then that one listens; at once if all who are
 * heard are newcomers too; and after a while in any event. Confined to the party's loop.
 */
final class Arrival {
    /** Who has no link waits so long for a first one before it begins alone: joining is cheaper than merging. */
    static final long ALONE_NANOS = 400_000_000L;

    /** A member that is linked lets a newcomer in within so long, or is of another party. */
    static final long PATIENCE_NANOS = 1_500_000_000L;

    /** The question may get lost, or come before the other side listens. */
    static final long ASK_NANOS = 100_000_000L;

    private static final byte[] NO_VIEW = new byte[0];

    private final PartyState state;
    private final ViewNotices.Deeds deeds;
    private final Runnable enter;
    private final Set<PeerId> asked = new HashSet<>();
    private final Set<PeerId> newcomers = new HashSet<>();
    private boolean waiting;
    private long sinceNanos;
    private long stay;

    Arrival(PartyState state, ViewNotices.Deeds deeds, Runnable enter) {
        this.state = state;
        this.deeds = deeds;
        this.enter = enter;
    }

    /** Waits from now on. */
    void begin() {
        waiting = true;
        asked.clear();
        newcomers.clear();
        sinceNanos = deeds.nanoTime();
        askAgain(++stay);
    }

    /** Waits no more. */
    void stop() {
        waiting = false;
    }

    private void askAgain(long ofStay) {
        if (!waiting || ofStay != stay) {
            return;
        }
        long now = deeds.nanoTime();
        List<PeerId> heard = state.heard();
        if (now - sinceNanos >= (state.linked.isEmpty() ? ALONE_NANOS : PATIENCE_NANOS)) {
            go();
            return;
        }
        heard.forEach(this::ask);
        deeds.later(now + ASK_NANOS, () -> askAgain(ofStay));
    }

    private void ask(PeerId peer) {
        asked.add(peer);
        deeds.send(peer, GroupFrame.Kind.NOTICE, NO_VIEW);
    }

    private void go() {
        waiting = false;
        enter.run();
    }

    /** Others are heard than before. */
    void onHeard() {
        if (waiting) {
            List<PeerId> heard = state.heard();
            heard.stream().filter(peer -> !asked.contains(peer)).toList().forEach(this::ask);
            goIfAllAreNew(heard);
        }
    }

    /** A fellow tells of its view. */
    void onView() {
        if (waiting) {
            go();
        }
    }

    /** A fellow says that it is in no view; true if it had not said so. */
    boolean onNewcomer(PeerId from) {
        boolean news = newcomers.add(from);
        if (waiting) {
            goIfAllAreNew(state.heard());
        }
        return news;
    }

    private void goIfAllAreNew(List<PeerId> heard) {
        if (!heard.isEmpty() && newcomers.containsAll(heard)) {
            go();
        }
    }
}
