package worldmesh.world.trust;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import worldmesh.runtime.identity.PublicKey;

/**
 * One branch of a party's history: its rosters from the founding one on, and the voted grants of its log in any order.
 * All of them are valid.
 */
public record Lineage(List<Roster> rosters, List<Grant> grants) {
    /** Copies the lists; refuses rosters with a gap, and a voted grant of a roster of another branch. */
    public Lineage {
        rosters = List.copyOf(rosters);
        grants = List.copyOf(grants);
        if (rosters.isEmpty() || rosters.get(0).number() != 0) {
            throw new IllegalArgumentException("a lineage starts with the founding roster");
        }
        for (int i = 1; i < rosters.size(); i++) {
            if (!rosters.get(i - 1).id().equals(rosters.get(i).previous())) {
                throw new IllegalArgumentException("a lineage has a gap before roster " + i);
            }
        }
        Set<ProofId> own = rosters.stream().map(Roster::id).collect(Collectors.toSet());
        for (Grant grant : grants) {
            if (grant.roster() != null && !own.contains(grant.roster())) {
                throw new IllegalArgumentException(
                        "the grant of epoch " + grant.epoch() + " is of a roster outside this lineage");
            }
        }
    }

    /**
     * Which of two branches of one world wins: positive for the first, negative for the second, 0 if they are the same.
     * What each did first after the last common roster decides: nothing loses, so a side with a quorum elects before
     * it compares; what a quorum agreed to wins over what was adopted; of two adopted ones that of more members of the
     * common roster, then that with the earliest of them.
     */
    public static int compare(Lineage one, Lineage other) {
        int common = 0;
        int shorter = Math.min(one.rosters.size(), other.rosters.size());
        while (common < shorter
                && one.rosters.get(common).id().equals(other.rosters.get(common).id())) {
            common++;
        }
        if (common == 0) {
            throw new IllegalArgumentException("lineages of two worlds do not compare");
        }
        Roster fork = one.rosters.get(common - 1);
        return Step.compare(one.stepAfter(common, other), other.stepAfter(common, one), fork);
    }

    /** A roster's grants come before the roster that follows it; those of both branches are no difference. */
    private Step stepAfter(int common, Lineage other) {
        ProofId fork = rosters.get(common - 1).id();
        Set<ProofId> theirs = other.grants.stream().map(Grant::id).collect(Collectors.toSet());
        List<Grant> own = new ArrayList<>(grants);
        own.removeIf(grant -> !fork.equals(grant.roster()) || theirs.contains(grant.id()));
        own.sort(Comparator.comparing(Grant::adopted).thenComparing(Grant::epoch));
        if (!own.isEmpty()) {
            return new Step(null, own.get(0));
        }
        return new Step(rosters.size() > common ? rosters.get(common) : null, null);
    }

    private record Step(@Nullable Roster roster, @Nullable Grant grant) {
        private static final int NONE = 0;
        private static final int ADOPTED = 1;
        private static final int AGREED = 2;
        private static final ProofId NO_PROOF = new ProofId(0, 0);

        static int compare(Step one, Step other, Roster fork) {
            int order = Integer.compare(one.strength(), other.strength());
            if (order == 0 && one.strength() == ADOPTED) {
                List<PublicKey> ours = one.votersOf(fork);
                List<PublicKey> theirs = other.votersOf(fork);
                order = Integer.compare(ours.size(), theirs.size());
                order = order != 0 ? order : Integer.compare(firstOf(theirs, fork), firstOf(ours, fork));
            }
            order = order != 0 ? order : Boolean.compare(one.roster != null, other.roster != null);
            order = order != 0 ? order : Long.compare(one.epoch(), other.epoch());
            return order != 0 ? order : one.id().compareTo(other.id());
        }

        private int strength() {
            if (roster == null && grant == null) {
                return NONE;
            }
            boolean adopted = roster != null ? roster.adopted() : grant != null && grant.adopted();
            return adopted ? ADOPTED : AGREED;
        }

        /** Only what was signed counts, not which votes this peer happens to know. */
        private List<PublicKey> votersOf(Roster fork) {
            if (roster != null) {
                return roster.stayingFrom(fork);
            }
            return grant == null ? List.of() : List.of(grant.holderKey());
        }

        private static int firstOf(List<PublicKey> voters, Roster fork) {
            return voters.isEmpty() ? fork.members().size() : fork.members().indexOf(voters.get(0));
        }

        private long epoch() {
            return grant == null ? 0 : grant.epoch();
        }

        private ProofId id() {
            if (roster != null) {
                return roster.id();
            }
            return grant == null ? NO_PROOF : grant.id();
        }
    }
}
