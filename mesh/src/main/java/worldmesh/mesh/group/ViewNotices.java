package worldmesh.mesh.group;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jgroups.Address;
import org.jspecify.annotations.Nullable;
import worldmesh.mesh.membership.View;
import worldmesh.runtime.identity.PeerId;

/**
 * Tells fellows outside the view of it, and acts on what they tell of theirs: who was left out begins anew, and the
 * sides of a split are led together, all at once. Confined to the party's loop.
 */
final class ViewNotices {
    /** Fellows outside the view are told of it so often: a notice may get lost. */
    static final long NOTICE_NANOS = 1_000_000_000L;

    /**
     * The sides that a heal brings together tell of themselves within this time; once all who were in view before the
     * split are among them there are no more to wait for. Merges of two at a time get in each other's way: who is in
     * one answers no other, and whoever leads the other waits in vain.
     */
    static final long GATHER_NANOS = 100_000_000L;

    /** So long whoever leads waits for sides that have not told of themselves though their members are heard. */
    static final long GATHER_MAX_NANOS = 500_000_000L;

    /** A side that was not heard of for longer than this may have changed. */
    private static final long FRESH_NANOS = 1_500_000_000L;

    /** The side that leads by its id has so long to do so before the others go on without it. */
    private static final long LEAD_NANOS = 4_000_000_000L;

    /**
     * What a member said of its former view, or its side before a merge, may come so long after the new one came into
     * force here: longer than JGroups takes to say it three times.
     */
    static final long OVERTAKEN_NANOS = 700_000_000L;

    /** A view is young for so many notices. */
    private static final int REMINDERS = 4;

    private final PartyState state;
    private final ViewHistory history;
    private final Deeds deeds;
    private final Map<PeerId, Side> sides = new TreeMap<>();

    /** Members whose link came up: whoever stood still may take them for who they were before. How often to say. */
    private final Map<PeerId, Integer> greeted = new TreeMap<>();

    /** Members that follow a newer view without this one, by the view. */
    private final Map<PeerId, View> astray = new TreeMap<>();

    private boolean gathering;
    private long gatheredNanos;
    private long installedNanos;
    private int reminders;
    private @Nullable View missed;

    /** What follows from notices. */
    interface Deeds {
        /** The time. */
        long nanoTime();

        /** Runs {@code task} on this thread at that time or later. */
        void later(long atNanos, Runnable task);

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

    ViewNotices(PartyState state, ViewHistory history, Deeds deeds) {
        this.state = state;
        this.history = history;
        this.deeds = deeds;
    }

    void clear() {
        sides.clear();
        greeted.clear();
        astray.clear();
        missed = null;
        reminders = 0;
    }

    /** A view holds from now on. */
    void installed() {
        installedNanos = deeds.nanoTime();
        sides.keySet().removeIf(coordinator -> !state.isOutside(coordinator));
        greeted.keySet().removeIf(state::isOutside);
        astray.clear();
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

    /** Tells a newcomer that asks who is in a view. */
    void answer(PeerId newcomer) {
        org.jgroups.View view = state.group;
        if (view != null) {
            deeds.send(newcomer, GroupFrame.Kind.NOTICE, GroupFrame.encode(view));
        }
    }

    /** The link to a member has come up: it may have stood still, and not know that others began anew meanwhile. */
    void onLinkUp(PeerId peer) {
        if (state.view != null && state.view.contains(peer)) {
            greeted.put(peer, REMINDERS);
        }
    }

    /** Says all that may have got lost again. */
    void tellAgain() {
        org.jgroups.View group = state.group;
        state.heard().forEach(this::tell);
        if (group == null) {
            return;
        }
        byte[] body = GroupFrame.encode(group);
        // The members of a young view too: JGroups may have failed to bring it to one of them.
        boolean remind = state.coordinates() && reminders > 0;
        if (remind) {
            reminders--;
        }
        GroupAddress.peers(group.getMembers()).stream()
                .filter(member -> !member.equals(state.self))
                .filter(member -> remind || greeted.containsKey(member))
                .forEach(member -> deeds.send(member, GroupFrame.Kind.NOTICE, body));
        greeted.replaceAll((member, left) -> left - 1);
        greeted.values().removeIf(left -> left == 0);
    }

    /** What somebody says of a view that it is no part of counts nothing. */
    void on(PeerId from, org.jgroups.@Nullable View group) {
        org.jgroups.View own = state.group;
        Address there = group == null ? null : address(group, from);
        if (own != null && group != null && there != null) {
            Address here = address(own, from);
            boolean leads = there.equals(group.getCoord());
            if (here == null) {
                onStranger(from, leads, group);
            } else if (here.equals(there)) {
                onFellow(from, leads, GroupAddress.view(own), group);
            } else {
                deeds.begunAnew(from);
            }
        }
    }

    private void onStranger(PeerId from, boolean leads, org.jgroups.View group) {
        if (leads && !group.containsMember(state.address) && state.coordinates()) {
            onSide(from, group);
        }
    }

    private void onFellow(PeerId from, boolean leads, View own, org.jgroups.View group) {
        View theirs = GroupAddress.view(group);
        if (!group.containsMember(state.address)) {
            onFellowElsewhere(from, leads, own, theirs);
        } else if (leads) {
            onReminder(from, own, theirs);
        }
    }

    private static @Nullable Address address(org.jgroups.View group, PeerId peer) {
        return group.getMembers().stream()
                .filter(member -> GroupAddress.isOf(member, peer))
                .findFirst()
                .orElse(null);
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

    private void onFellowElsewhere(PeerId from, boolean leads, View own, View theirs) {
        boolean newer = theirs.id() > own.id();
        if (!leads) {
            if (newer) {
                onAstray(from, theirs);
            }
        } else if (newer && state.mayCoordinate(from, true)) {
            deeds.fenced();
        } else if (!isOvertaken(own, theirs)) {
            // It has left this member out, which was not for it to do: it is on its own, as after a cut that only it
            // noticed. It is no member any more, however new its view is; the two sides meet again by a merge.
            deeds.suspect(from);
        }
    }

    /** True if it may have been said before its sender took the view that holds here. */
    private boolean isOvertaken(View own, View theirs) {
        return theirs.id() < own.id() && deeds.nanoTime() - installedNanos < OVERTAKEN_NANOS;
    }

    /**
     * A member says twice that it follows a newer view without this one, whose coordinator may be nobody to this one:
     * whom both followed is gone, or does not know of this one any more. Alone, this one is found and let in again.
     */
    private void onAstray(PeerId from, View theirs) {
        View before = astray.put(from, theirs);
        if (before != null && before.sameAs(theirs)) {
            astray.remove(from);
            deeds.suspect(from);
        }
    }

    private void onSide(PeerId from, org.jgroups.View group) {
        long now = deeds.nanoTime();
        Side known = sides.get(from);
        boolean fresh = known != null && now - known.heardNanos() <= FRESH_NANOS;
        sides.put(from, new Side(group, known != null && fresh ? known.sinceNanos() : now, now));
        if (!fresh) {
            tell(from); // it may not have listened yet when it was told
        }
        if (!fresh && isReunion()) {
            merge(now);
        } else if (!gathering) {
            gathering = true;
            gatheredNanos = now;
            deeds.later(now + GATHER_NANOS, this::lead);
        }
    }

    /** True if all who were in view before a split are in this view or on the sides that told of themselves. */
    private boolean isReunion() {
        Set<PeerId> together = new HashSet<>(state.view == null ? List.of() : state.view.members());
        sides.values()
                .forEach(side -> together.addAll(GroupAddress.peers(side.view().getMembers())));
        return history.isReunionOf(together);
    }

    /** True if all who are heard outside the view belong to sides that have told of themselves. */
    private boolean isGathered() {
        return state.heard().stream()
                .filter(state::isOutside)
                .allMatch(peer -> sides.values().stream().anyMatch(side -> address(side.view(), peer) != null));
    }

    /** Leads all sides together, unless that is up to another one. */
    private void lead() {
        long now = deeds.nanoTime();
        sides.values().removeIf(side -> now - side.heardNanos() > FRESH_NANOS);
        if (!isGathered() && now - gatheredNanos < GATHER_MAX_NANOS) {
            deeds.later(now + GATHER_NANOS, this::lead);
            return;
        }
        gathering = false;
        merge(now);
    }

    private void merge(long now) {
        org.jgroups.View own = state.group;
        if (own == null || !state.coordinates()) {
            return;
        }
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
