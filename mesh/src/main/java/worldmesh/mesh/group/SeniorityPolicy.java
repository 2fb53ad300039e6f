package worldmesh.mesh.group;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jgroups.Address;
import org.jgroups.stack.MembershipChangePolicy;
import org.jspecify.annotations.Nullable;
import worldmesh.mesh.membership.SeniorityOrder;
import worldmesh.runtime.identity.PeerId;

/** Lets JGroups order members as {@link SeniorityOrder} says. */
final class SeniorityPolicy implements MembershipChangePolicy {
    private final Function<List<List<PeerId>>, @Nullable PeerId> commonCoordinator;

    /** {@code commonCoordinator} names the coordinator of the last view that all these sides shared; thread-safe. */
    SeniorityPolicy(Function<List<List<PeerId>>, @Nullable PeerId> commonCoordinator) {
        this.commonCoordinator = commonCoordinator;
    }

    @Override
    public List<Address> getNewMembership(
            Collection<Address> current,
            Collection<Address> joiners,
            Collection<Address> leavers,
            Collection<Address> suspects) {
        Set<PeerId> gone = new HashSet<>(GroupAddress.peers(leavers));
        gone.addAll(GroupAddress.peers(suspects));
        return GroupAddress.addresses(
                SeniorityOrder.change(GroupAddress.peers(current), gone, GroupAddress.peers(joiners)));
    }

    @Override
    public List<Address> getNewMembership(Collection<Collection<Address>> subviews) {
        List<List<PeerId>> sides = new ArrayList<>();
        subviews.forEach(side -> sides.add(GroupAddress.peers(side)));
        sides.removeIf(List::isEmpty);
        return GroupAddress.addresses(SeniorityOrder.merge(sides, commonCoordinator.apply(sides)));
    }
}
