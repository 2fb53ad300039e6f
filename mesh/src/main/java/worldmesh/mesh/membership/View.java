package worldmesh.mesh.membership;

import java.util.HashSet;
import java.util.List;
import worldmesh.runtime.identity.PeerId;

/**
 * An agreed list of the members of a party.
 *
 * @param id grows from view to view of one member; two sides of a split may use the same number, so that a view is
 *     named by {@code id} and {@code creator} together
 * @param creator the member that made the list
 * @param members in order of seniority, at least one, none twice; the first is the coordinator
 */
public record View(long id, PeerId creator, List<PeerId> members) {
    /** Copies the members and refuses what is no view. */
    public View {
        members = List.copyOf(members);
        if (id < 0 || members.isEmpty() || members.size() > Membership.MAX_MEMBERS) {
            throw new IllegalArgumentException("view " + id + " has " + members.size()
                    + " members; an id is not negative and a view has 1.." + Membership.MAX_MEMBERS);
        }
        if (new HashSet<>(members).size() != members.size()) {
            throw new IllegalArgumentException("view " + id + " names a member twice");
        }
    }

    /** The most senior member. */
    public PeerId coordinator() {
        return members.get(0);
    }

    /** True if {@code peer} is a member. */
    public boolean contains(PeerId peer) {
        return members.contains(peer);
    }

    /** True if {@code other} is the very same view: views are never changed, so id and creator decide. */
    public boolean sameAs(View other) {
        return id == other.id && creator.equals(other.creator);
    }
}
