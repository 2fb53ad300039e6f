package worldmesh.mesh.membership;

import java.util.ArrayDeque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import worldmesh.mesh.membership.MembershipEvent.Excluded;
import worldmesh.mesh.membership.MembershipEvent.Suspected;
import worldmesh.mesh.membership.MembershipEvent.Unsuspected;
import worldmesh.mesh.membership.MembershipEvent.ViewInstalled;

/**
 * Events on their way to the user. When it is full, what does not change the view any more gives way: suspicions first,
 * then the oldest views without a merge; the last view and every exclusion stay. Confined to whoever guards it.
 */
public final class MembershipInbox {
    /** Events that may wait: a user that stands still sees the latest state of a party in turmoil. */
    static final int MAX_EVENTS = 256;

    private final ArrayDeque<MembershipEvent> events = new ArrayDeque<>();
    private @Nullable View view;
    private long dropped;

    /** Puts {@code event} in. */
    public void add(MembershipEvent event) {
        if (events.size() >= MAX_EVENTS) {
            makeRoom();
        }
        events.addLast(event);
    }

    /** Takes the next event out, null if there is none. */
    public @Nullable MembershipEvent poll() {
        MembershipEvent event = events.pollFirst();
        if (event instanceof ViewInstalled installed) {
            view = installed.view();
        } else if (event instanceof Excluded) {
            view = null;
        }
        return event;
    }

    /** Hands at most {@code max} events to {@code consumer}; answers how many. */
    public int drain(Consumer<? super MembershipEvent> consumer, int max) {
        int done = 0;
        while (done < max) {
            MembershipEvent event = poll();
            if (event == null) {
                return done;
            }
            done++;
            consumer.accept(event);
        }
        return done;
    }

    /** The last view that was taken out, null while in none. */
    public @Nullable View view() {
        return view;
    }

    /** Forgets everything: the member has left. */
    public void clear() {
        events.clear();
        view = null;
    }

    /** Events that gave way. */
    public long dropped() {
        return dropped;
    }

    private void makeRoom() {
        boolean freed = events.removeIf(event -> event instanceof Suspected || event instanceof Unsuspected)
                || removeFirstOrdinaryView();
        if (!freed) {
            events.removeFirst();
        }
        dropped++;
    }

    private boolean removeFirstOrdinaryView() {
        for (MembershipEvent event : events) {
            if (event instanceof ViewInstalled installed && !installed.merge()) {
                return events.remove(event);
            }
        }
        return false;
    }
}
