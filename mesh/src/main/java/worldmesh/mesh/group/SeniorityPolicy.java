package worldmesh.mesh.group;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jgroups.Address;
import org.jgroups.stack.MembershipChangePolicy;
import worldmesh.mesh.membership.SeniorityOrder;
import worldmesh.runtime.identity.PeerId;

/**
 * Lets JGroups order members as {@link SeniorityOrder} says. A peer is in a view once: in its present stay if that is
 * known.
 */
final class SeniorityPolicy implements MembershipChangePolicy {
    private final GroupCarrier carrier;

    SeniorityPolicy(GroupCarrier carrier) {
        this.carrier = carrier;
    }

    @Override
    public List<Address> getNewMembership(
            Collection<Address> current,
            Collection<Address> joiners,
            Collection<Address> leavers,
            Collection<Address> suspects) {
        Map<PeerId, Address> addresses = new HashMap<>();
        current.forEach(address -> addresses.put(GroupAddress.peer(address), address));
        Set<PeerId> gone = new HashSet<>();
        for (Collection<Address> some : List.of(leavers, suspects)) {
            some.stream()
                    .filter(addresses::containsValue)
                    .map(GroupAddress::peer)
                    .forEach(gone::add);
        }
        for (Address joiner : joiners) {
            PeerId peer = GroupAddress.peer(joiner);
            Address before = addresses.put(peer, joiner);
            if (before != null && !before.equals(joiner)) {
                gone.add(peer); // it begins anew: who it was is no member any more, and who it is is the youngest
            }
        }
        return addressed(
                SeniorityOrder.change(GroupAddress.peers(current), gone, GroupAddress.peers(joiners)), addresses);
    }

    @Override
    public List<Address> getNewMembership(Collection<Collection<Address>> subviews) {
        Map<PeerId, Address> addresses = new HashMap<>();
        List<List<PeerId>> sides = new ArrayList<>();
        for (Collection<Address> side : subviews) {
            for (Address address : side) {
                addresses.merge(
                        GroupAddress.peer(address),
                        address,
                        (one, other) -> carrier.former((GroupAddress) one) ? other : one);
            }
            sides.add(GroupAddress.peers(side));
        }
        sides.removeIf(List::isEmpty);
        return addressed(SeniorityOrder.merge(sides, carrier.commonCoordinator(sides)), addresses);
    }

    private static List<Address> addressed(List<PeerId> peers, Map<PeerId, Address> addresses) {
        List<Address> members = new ArrayList<>(peers.size());
        peers.forEach(peer -> members.add(addresses.get(peer)));
        return members;
    }
}
