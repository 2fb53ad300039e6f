package worldmesh.mesh.group;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import worldmesh.mesh.membership.View;
import worldmesh.runtime.identity.PeerId;
import worldmesh.runtime.loop.EventLoop;

/**
 * Tells fellows outside the view of it, and acts on what they tell of theirs: who was left out begins anew, and the
 * sides of a split are led together, all at once. Confined to the party's loop.
 */
final class ViewNotices {
    /** Fellows outside the view are told of it so often: a notice may get lost. */
    static final long NOTICE_NANOS = 1_000_000_000L;

    /**
     * The sides that a heal brings together tell of themselves within this time. Merges of two at a time get in each
     * other's way: who is in one answers no other, and whoever leads the other waits in vain.
     */
    private static final long GATHER_NANOS = 100_000_000L;

    /** A side that was not heard of for longer than this may have changed. */
    private static final long FRESH_NANOS = 1_500_000_000L;

    /** The side that leads by its id has so long to do so before the others go on without it. */
    private static final long LEAD_NANOS = 4_000_000_000L;

    /** A view is young for so many notices. */
    private static final int REMINDERS = 4;

    private final PartyState state;
    private final EventLoop loop;
    private final Deeds deeds;
    private final Map<PeerId, Side> sides = new TreeMap<>();
    private boolean gathering;
    private int reminders;
    private @Nullable View missed;

    /** What follows from notices. */
    interface Deeds {
        /** Sends a frame to a fellow; it may get lost. */
        void send(PeerId to, GroupFrame.Kind kind, byte[] body);

        /** The member is not heard as a member any more. */
        void suspect(PeerId member);

        /** The member of the view is no more: its peer has begun anew on its own. */
        void begunAnew(PeerId member);

        /** These views shall become one, this member's own among them. */
        void merge(List<org.jgroups.View> views);

        /** This member was left out and begins anew. */
        void fenced();
    }

    /** Another side, by its coordinator's last notice and since when there is one. */
    private record Side(org.jgroups.View view, long sinceNanos, long heardNanos) {}

    ViewNotices(PartyState state, EventLoop loop, Deeds deeds) {
        this.state = state;
        this.loop = loop;
        this.deeds = deeds;
    }

    void clear() {
        sides.clear();
        missed = null;
        reminders = 0;
    }

    /** A view holds from now on. */
    void installed() {
        sides.keySet().removeIf(coordinator -> !state.isOutside(coordinator));
        missed = null;
        reminders = REMINDERS;
        state.heard().forEach(this::tell);
    }

    /** Tells a fellow outside the view of it: it was excluded, or is on the other side of a split. */
    void tell(PeerId peer) {
        org.jgroups.View view = state.group;
        if (view != null && state.isOutside(peer) && state.hears(peer)) {
            deeds.send(peer, GroupFrame.Kind.NOTICE, GroupFrame.encode(view));
        }
    }

    /** Says all that may have got lost again. */
    void tellAgain() {
        state.heard().forEach(this::tell);
        View view = state.view;
        org.jgroups.View group = state.group;
        // The members of a young view too: JGroups may have failed to bring it to one of them.
        if (view != null && group != null && state.coordinates() && reminders > 0) {
            reminders--;
            byte[] body = GroupFrame.encode(group);
            view.members().stream()
                    .filter(member -> !member.equals(state.self))
                    .forEach(member -> deeds.send(member, GroupFrame.Kind.NOTICE, body));
        }
    }

    void on(PeerId from, org.jgroups.@Nullable View group) {
        View own = state.view;
        org.jgroups.View ownGroup = state.group;
        if (own == null || ownGroup == null || group == null || !GroupAddress.isOf(group.getCoord(), from)) {
            return;
        }
        View theirs = GroupAddress.view(group);
        if (group.containsMember(state.address)) {
            onReminder(from, own, theirs);
        } else if (ownGroup.containsMember(group.getCoord())) {
            onExclusion(from, own, theirs);
        } else if (own.contains(from)) {
            deeds.begunAnew(from);
        } else if (state.coordinates()) {
            onSide(from, group);
        }
    }

    /** A view that was not taken within two reminders will not come any more: begin anew. */
    private void onReminder(PeerId from, View own, View theirs) {
        if (theirs.id() <= own.id() || !state.mayCoordinate(from, true)) {
            return;
        }
        if (missed != null && missed.sameAs(theirs)) {
            deeds.fenced();
        } else {
            missed = theirs;
        }
    }

    private void onExclusion(PeerId from, View own, View theirs) {
        if (theirs.id() > own.id() && state.mayCoordinate(from, true)) {
            deeds.fenced();
        } else {
            // It has left this member out, which was not for it to do: it is on its own, as after a cut that only it
            // noticed. It is no member any more, however new its view is; the two sides meet again by a merge.
            deeds.suspect(from);
        }
    }

    private void onSide(PeerId from, org.jgroups.View group) {
        long now = loop.nanoTime();
        Side known = sides.get(from);
        long since = known != null && now - known.heardNanos() <= FRESH_NANOS ? known.sinceNanos() : now;
        sides.put(from, new Side(group, since, now));
        if (!gathering) {
            gathering = true;
            loop.schedule(now + GATHER_NANOS, this::lead);
        }
    }

    /** Leads all sides together, unless that is up to another one. */
    private void lead() {
        gathering = false;
        org.jgroups.View own = state.group;
        if (own == null || !state.coordinates()) {
            return;
        }
        long now = loop.nanoTime();
        sides.values().removeIf(side -> now - side.heardNanos() > FRESH_NANOS);
        List<org.jgroups.View> together = new ArrayList<>(List.of(own));
        int size = own.size();
        for (Map.Entry<PeerId, Side> entry : sides.entrySet()) {
            Side side = entry.getValue();
            boolean fits = size + side.view().size() <= state.membersMax;
            if (!fits || !state.hears(entry.getKey()) || !state.isOutside(entry.getKey())) {
                continue;
            }
            if (entry.getKey().compareTo(state.self) > 0) {
                together.add(side.view());
                size += side.view().size();
            } else if (now - side.sinceNanos() < LEAD_NANOS) {
                return; // its coordinator leads: JGroups lets the smallest id do so
            }
        }
        if (together.size() > 1) {
            deeds.merge(together);
        }
    }
}
