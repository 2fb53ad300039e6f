package worldmesh.mesh.membership;

import java.util.List;
import worldmesh.runtime.identity.PeerId;

/** What happened to a party, in the order this member learned it. */
public sealed interface MembershipEvent {
    /**
     * A view holds from now on. {@code mergedFrom} names the views that became one at a heal, this member's last one
     * among them; it is empty unless sides of a split came together.
     */
    record ViewInstalled(View view, List<View> mergedFrom) implements MembershipEvent {
        /** Copies the list. */
        public ViewInstalled {
            mergedFrom = List.copyOf(mergedFrom);
        }

        /** True if sides of a split came together. */
        public boolean merge() {
            return !mergedFrom.isEmpty();
        }
    }

    /**
     * A member of the view is not heard by this member any more; it may be dead, stalled or split away. Usually a view
     * without it follows.
     */
    record Suspected(PeerId peer) implements MembershipEvent {}

    /** A suspected peer is heard again. If a view excluded it meanwhile, it comes back by a later view only. */
    record Unsuspected(PeerId peer) implements MembershipEvent {}

    /**
     * This member is in no view any more: whatever it did under its last view after the others went on counts for
     * nothing. With {@link Exclusion#FENCED} a {@link ViewInstalled} follows when it is back.
     */
    record Excluded(Exclusion reason) implements MembershipEvent {
        /** True if this member is on its way back by itself. */
        public boolean comesBack() {
            return reason == Exclusion.FENCED;
        }
    }
}
