package worldmesh.testkit.contract;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import worldmesh.mesh.membership.MembershipEvent;
import worldmesh.mesh.membership.MembershipEvent.Excluded;
import worldmesh.mesh.membership.MembershipEvent.ViewInstalled;
import worldmesh.mesh.membership.View;
import worldmesh.runtime.identity.PeerId;

/** What must hold of the views that members were told of, at any time and after a merge. */
final class MembershipLaws {
    /** So much slower than alone is a machine that does other things too; what is fast is measured elsewhere. */
    private static final int BUSY = 4;

    private MembershipLaws() {}

    /** The last view merged exactly these two sides, and both were told the same. */
    static void mergedFrom(MembershipBench bench, int[] side, int[] other) {
        ViewInstalled merge = lastMerge(bench, side[0]);
        MembershipContract.expect(
                merge != null && merge.mergedFrom().size() == 2, "the merge does not name two sides: " + merge);
        MembershipContract.expect(
                merge != null && merge.equals(lastMerge(bench, other[0])), "the sides were told different merges");
        for (int[] one : List.of(side, other)) {
            Set<PeerId> members = Set.copyOf(Arrays.stream(one)
                    .mapToObj(i -> MembershipContract.id(bench, i))
                    .toList());
            MembershipContract.expect(
                    merge != null
                            && merge.mergedFrom().stream()
                                    .anyMatch(view -> Set.copyOf(view.members()).equals(members)),
                    "the merge does not name the side of " + one.length);
        }
    }

    private static @Nullable ViewInstalled lastMerge(MembershipBench bench, int number) {
        return bench.events(number).stream()
                .filter(event -> event instanceof ViewInstalled installed && installed.merge())
                .map(ViewInstalled.class::cast)
                .reduce((a, b) -> b)
                .orElse(null);
    }

    /** How many merges a peer was told of. */
    static int merges(MembershipBench bench, int number) {
        return (int) bench.events(number).stream()
                .filter(event -> event instanceof ViewInstalled installed && installed.merge())
                .count();
    }

    /** Something took so long at most; where time is real, a busy machine may take longer. */
    static void took(MembershipBench bench, long took, long mostMillis, String what) {
        long most = bench.isPunctual() ? mostMillis : BUSY * mostMillis;
        MembershipContract.expect(took >= 0 && took <= most, what + " took " + took + " ms");
    }

    /** Who was fenced is the youngest and no merge let it in, unless a busy machine made others begin anew too. */
    static void cameBackLast(MembershipBench bench, int number, int[] others, int mergesBefore) {
        boolean busy = !bench.isPunctual()
                && Arrays.stream(others)
                        .anyMatch(other -> bench.events(other).stream().anyMatch(Excluded.class::isInstance));
        View view = bench.member(number).view();
        int place = view == null ? -1 : view.members().indexOf(MembershipContract.id(bench, number));
        MembershipContract.expect(busy || place == others.length, "it is not the youngest, but has place " + place);
        MembershipContract.expect(busy || merges(bench, others[0]) == mergesBefore, "it came back by a merge");
    }

    /** So many sides did not come together one by one; whom a busy machine lets speak late may be merged later. */
    static void notOneByOne(MembershipBench bench, int sides) {
        int most = bench.isPunctual() ? 1 : sides - 2;
        for (int number = 0; number < bench.size(); number++) {
            int merges = merges(bench, number);
            MembershipContract.expect(merges <= most, "peer " + number + " was in " + merges + " merges");
        }
    }

    /** Members are in all their views, whose ids grow until they are excluded. */
    static void everyViewIsLawful(MembershipBench bench) {
        for (int number = 0; number < bench.size(); number++) {
            long last = -1;
            for (MembershipEvent event : bench.events(number)) {
                if (event instanceof ViewInstalled installed) {
                    View view = installed.view();
                    MembershipContract.expect(
                            view.contains(MembershipContract.id(bench, number)),
                            "peer " + number + " was told of " + view);
                    MembershipContract.expect(
                            view.id() > last, "after view " + last + " peer " + number + " was told of " + view);
                    last = view.id();
                } else if (event instanceof Excluded) {
                    last = -1;
                }
            }
        }
    }
}
