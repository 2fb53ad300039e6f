package worldmesh.testkit.contract;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import worldmesh.mesh.membership.Exclusion;
import worldmesh.mesh.membership.Membership;
import worldmesh.mesh.membership.MembershipEvent;
import worldmesh.mesh.membership.MembershipEvent.Excluded;
import worldmesh.mesh.membership.MembershipEvent.Suspected;
import worldmesh.mesh.membership.MembershipEvent.ViewInstalled;
import worldmesh.mesh.membership.PartyId;
import worldmesh.mesh.membership.View;
import worldmesh.runtime.identity.PeerId;

/**
 * The contract of {@link Membership} as named checks. A test of an implementation turns each into a dynamic test on a
 * fresh {@link MembershipBench}; a check that fails throws an {@link AssertionError}.
 */
public final class MembershipContract {
    private static final PartyId PARTY = party(1);

    /** Suspicion within 800 ms, a view without the silent one, and a busy machine. */
    private static final long CRASH_MILLIS = 2_000;

    /** Longer than any view takes to come; nothing waits for it that does not fail. */
    private static final long LONG_MILLIS = 10_000;

    /** A cable that somebody stumbled over. */
    private static final long CUT_MILLIS = 10_000;

    /** From the end of a cut to one view, links included, on a busy machine. */
    private static final long BACK_MILLIS = 6_000;

    /** So long nothing must happen where nothing may happen. */
    private static final long QUIET_MILLIS = 2_000;

    private MembershipContract() {}

    /** One check: a sentence and what it does with a bench. */
    public record Check(String sentence, Consumer<MembershipBench> body) {}

    /** All checks; each ends with the laws that hold for every member at any time. */
    public static List<Check> checks() {
        return List.of(
                check("lets a first member in at once", MembershipContract::firstMember),
                check("gives all members one view, the first one coordinating", MembershipContract::oneView),
                check("tells the others at once when a member leaves", MembershipContract::leave),
                check(
                        "lets the next one coordinate when the coordinator leaves",
                        MembershipContract::coordinatorLeaves),
                check("suspects a dead member and goes on without it", MembershipContract::memberCrash),
                check("lets the next one coordinate when the coordinator dies", MembershipContract::coordinatorCrash),
                check("merges two equal sides under the common coordinator", MembershipContract::evenSplit),
                check("merges a larger and a smaller side under the larger", MembershipContract::unevenSplit),
                check("lets newcomers in on both sides of a split", MembershipContract::newcomersInSplit),
                check("takes a member back whose cable was cut", MembershipContract::cutMember),
                check("takes a coordinator back whose cable was cut", MembershipContract::cutCoordinator),
                check("takes a member back whose cable is loose", MembershipContract::looseCable),
                check("makes one view of many sides that meet at once", MembershipContract::manySides),
                check("fences a member that stood still", MembershipContract::stall),
                check("fences a coordinator that stood still", MembershipContract::coordinatorStall),
                check("keeps an evicted member out", MembershipContract::evict),
                check("does not let a member in that nobody admitted", MembershipContract::stranger),
                check("keeps parties of different ids apart", MembershipContract::twoParties),
                check("lets a member that began anew back in", MembershipContract::restart),
                check("lets a coordinator that began anew back in", MembershipContract::coordinatorRestart),
                check(
                        "lets a coordinator back in that began anew before anybody missed it",
                        MembershipContract::unnoticedRestart),
                check(
                        "lets a member back in that stood still while its coordinator began anew",
                        MembershipContract::restartDuringStall),
                check("lets a member that left come back", MembershipContract::rejoin));
    }

    /** The checks with many members, slower where they are real. */
    public static List<Check> largeChecks() {
        return List.of(
                check("gives sixteen that come at once one view within three seconds", MembershipContract::sixteen),
                check("refuses the one that is too many", MembershipContract::full));
    }

    private static Check check(String sentence, Consumer<MembershipBench> body) {
        return new Check(sentence, bench -> {
            body.accept(bench);
            MembershipLaws.everyViewIsLawful(bench);
        });
    }

    private static void firstMember(MembershipBench bench) {
        start(bench, 1);

        long took = bench.await(() -> agreed(bench, 0), LONG_MILLIS);

        MembershipLaws.took(bench, took, 1_000, "alone, the first view");
    }

    private static void oneView(MembershipBench bench) {
        start(bench, 1);
        settle(bench, 0);
        bench.add(3);
        IntStream.range(1, 4).forEach(i -> bench.member(i).join(PARTY));

        settle(bench, 0, 1, 2, 3);

        expect(coordinator(bench, 0).equals(id(bench, 0)), "the first member does not coordinate");
        expect(MembershipLaws.merges(bench, 0) == 0, "members that came by and by were merged");
    }

    private static void leave(MembershipBench bench) {
        List<PeerId> members = party(bench, 3);
        int last = number(bench, members.get(2));

        bench.member(last).leave();

        long took = bench.await(() -> agreed(bench, others(3, last)), LONG_MILLIS);
        MembershipLaws.took(bench, took, 800, "a leave");
    }

    private static void coordinatorLeaves(MembershipBench bench) {
        List<PeerId> members = party(bench, 3);
        int first = number(bench, members.get(0));

        bench.member(first).leave();

        settle(bench, others(3, first));
        expect(view(bench, others(3, first)[0]).members().equals(members.subList(1, 3)), "seniority was lost");
    }

    private static void memberCrash(MembershipBench bench) {
        List<PeerId> members = party(bench, 3);
        int last = number(bench, members.get(2));

        bench.crash(last);

        long took = bench.await(() -> agreed(bench, others(3, last)), LONG_MILLIS);
        MembershipLaws.took(bench, took, CRASH_MILLIS, "a view without a dead member");
        int first = number(bench, members.get(0));
        expect(bench.events(first).contains(new Suspected(members.get(2))), "nobody said that it was suspected");
    }

    private static void coordinatorCrash(MembershipBench bench) {
        List<PeerId> members = party(bench, 4);
        int first = number(bench, members.get(0));
        long before = view(bench, first).id();

        bench.crash(first);

        long took = bench.await(() -> agreed(bench, others(4, first)), LONG_MILLIS);
        MembershipLaws.took(bench, took, CRASH_MILLIS, "a view without a dead coordinator");
        View view = view(bench, others(4, first)[0]);
        expect(view.members().equals(members.subList(1, 4)), "seniority was lost");
        expect(view.id() > before, "the view's id did not grow");
    }

    private static void evenSplit(MembershipBench bench) {
        List<PeerId> members = party(bench, 4);
        int[] ours = numbers(bench, members.get(1), members.get(2));
        int[] common = numbers(bench, members.get(0), members.get(3));

        split(bench, ours, common);
        bench.heal();
        settle(bench, 0, 1, 2, 3);

        MembershipLaws.mergedFrom(bench, ours, common);
        expect(
                view(bench, 0)
                        .members()
                        .equals(List.of(members.get(0), members.get(3), members.get(1), members.get(2))),
                "the side with the common coordinator is not senior");
    }

    private static void unevenSplit(MembershipBench bench) {
        List<PeerId> members = party(bench, 5);
        int[] small = numbers(bench, members.get(0), members.get(3));
        int[] large = numbers(bench, members.get(1), members.get(2), members.get(4));

        split(bench, small, large);
        bench.heal();
        settle(bench, 0, 1, 2, 3, 4);

        MembershipLaws.mergedFrom(bench, small, large);
        expect(coordinator(bench, 0).equals(members.get(1)), "the larger side is not senior");
    }

    private static void newcomersInSplit(MembershipBench bench) {
        party(bench, 2);
        bench.part(Set.of(0, 2));
        bench.add(2);
        bench.member(2).join(PARTY);
        bench.member(3).join(PARTY);
        settle(bench, 0, 2);
        settle(bench, 1, 3);

        bench.heal();

        settle(bench, 0, 1, 2, 3);
    }

    private static void cutMember(MembershipBench bench) {
        List<PeerId> members = party(bench, 5);
        cut(bench, number(bench, members.get(2)), CUT_MILLIS);
        viewsStillReachAll(bench, 5);
    }

    private static void cutCoordinator(MembershipBench bench) {
        List<PeerId> members = party(bench, 5);
        cut(bench, number(bench, members.get(0)), CUT_MILLIS);
        viewsStillReachAll(bench, 5);
    }

    /** Cuts of all lengths: some are noticed by nobody, some by one end, some by both. */
    private static void looseCable(MembershipBench bench) {
        List<PeerId> members = party(bench, 5);
        for (long millis = 300; millis <= 1_500; millis += 200) {
            cut(bench, number(bench, members.get(3)), millis);
        }
        viewsStillReachAll(bench, 5);
    }

    private static void cut(MembershipBench bench, int number, long millis) {
        int[] all = IntStream.range(0, bench.size()).toArray();
        bench.part(Set.of(number));
        bench.await(() -> false, millis);
        bench.heal();
        long took = bench.await(() -> agreed(bench, all), LONG_MILLIS);
        expect(took >= 0 && took <= BACK_MILLIS, "cut off for " + millis + " ms, it was back after " + took + " ms");
    }

    /** Each member in turn goes and comes: what it and its coordinator say gets to all, in both directions. */
    private static void viewsStillReachAll(MembershipBench bench, int count) {
        for (int number = 0; number < count; number++) {
            bench.member(number).leave();
            settle(bench, others(count, number));
            bench.member(number).join(PARTY);
            settle(bench, IntStream.range(0, count).toArray());
        }
    }

    private static void manySides(MembershipBench bench) {
        int[] all = IntStream.range(0, 6).toArray();
        bench.add(all.length);
        IntStream.of(all)
                .forEach(i -> eachOther(all, i, other -> bench.member(i).evict(id(bench, other))));
        for (int i : all) {
            bench.member(i).join(PARTY);
            settle(bench, i);
        }

        IntStream.of(all)
                .forEach(i -> eachOther(all, i, other -> bench.member(i).admit(id(bench, other))));

        long took = bench.await(() -> agreed(bench, all), LONG_MILLIS);
        expect(took >= 0 && took <= BACK_MILLIS, "six sides were one after " + took + " ms");
        MembershipLaws.notOneByOne(bench, all.length);
    }

    private static void eachOther(int[] all, int number, IntConsumer action) {
        IntStream.of(all).filter(other -> other != number).forEach(action);
    }

    private static void stall(MembershipBench bench) {
        List<PeerId> members = party(bench, 4);
        fenced(bench, number(bench, members.get(1)));
    }

    private static void coordinatorStall(MembershipBench bench) {
        List<PeerId> members = party(bench, 4);
        fenced(bench, number(bench, members.get(0)));
    }

    private static void fenced(MembershipBench bench, int stalled) {
        int[] others = others(4, stalled);
        bench.stall(stalled);
        long took = bench.await(() -> agreed(bench, others), LONG_MILLIS);
        MembershipLaws.took(bench, took, CRASH_MILLIS, "a view without a stalled member");
        bench.await(() -> false, 3_000 - took);
        int seen = bench.events(stalled).size();
        int merges = MembershipLaws.merges(bench, others[0]);

        bench.resume(stalled);

        settle(bench, 0, 1, 2, 3);
        List<MembershipEvent> after = bench.events(stalled).stream()
                .skip(seen)
                .filter(event -> event instanceof Excluded || event instanceof ViewInstalled)
                .toList();
        expect(after.get(0).equals(new Excluded(Exclusion.FENCED)), "it was not told that it was out: " + after);
        MembershipLaws.cameBackLast(bench, stalled, others, merges);
    }

    private static void evict(MembershipBench bench) {
        List<PeerId> members = party(bench, 3);
        int first = number(bench, members.get(0));
        int victim = number(bench, members.get(1));

        bench.member(first).evict(members.get(1));

        settle(bench, others(3, victim));
        expect(
                bench.await(() -> bench.events(victim).contains(new Excluded(Exclusion.EVICTED)), LONG_MILLIS) >= 0,
                "it was not told");
        bench.member(victim).join(PARTY);
        bench.await(() -> false, QUIET_MILLIS);
        expect(agreed(bench, others(3, victim)), "an evicted member is back: " + view(bench, first));
    }

    private static void stranger(MembershipBench bench) {
        bench.add(3);
        bench.member(0).evict(id(bench, 2));
        bench.member(1).evict(id(bench, 2));
        IntStream.range(0, 3).forEach(i -> bench.member(i).join(PARTY));

        settle(bench, 0, 1);
        bench.await(() -> false, QUIET_MILLIS);

        expect(agreed(bench, 0, 1) && agreed(bench, 2), "a stranger is in the view");
    }

    private static void twoParties(MembershipBench bench) {
        bench.add(4);
        for (int i = 0; i < 4; i++) {
            bench.member(i).join(party(1 + i % 2));
        }

        settle(bench, 0, 2);
        settle(bench, 1, 3);
        bench.await(() -> false, QUIET_MILLIS);

        expect(agreed(bench, 0, 2) && agreed(bench, 1, 3), "two parties mixed");
    }

    private static void restart(MembershipBench bench) {
        beginAnew(bench, number(bench, party(bench, 3).get(2)), 3);
    }

    private static void coordinatorRestart(MembershipBench bench) {
        beginAnew(bench, number(bench, party(bench, 3).get(0)), 3);
    }

    private static void beginAnew(MembershipBench bench, int number, int count) {
        bench.crash(number);
        bench.restart(number);
        bench.member(number).join(PARTY);

        settle(bench, IntStream.range(0, count).toArray());
    }

    /** Its new view is its own, while the others still follow the one it led before. */
    private static void unnoticedRestart(MembershipBench bench) {
        List<PeerId> members = party(bench, 3);
        int first = number(bench, members.get(0));
        bench.part(Set.of(first));
        bench.crash(first);
        bench.restart(first);
        bench.member(first).join(PARTY);
        expect(bench.await(() -> agreed(bench, first), LONG_MILLIS) >= 0, "alone, no view came");

        bench.heal();

        settle(bench, 0, 1, 2);
    }

    /** The coordinator it goes by is no more, and is heard all the same: as somebody else. */
    private static void restartDuringStall(MembershipBench bench) {
        List<PeerId> members = party(bench, 4);
        int first = number(bench, members.get(0));
        int stalled = number(bench, members.get(1));
        bench.stall(stalled);
        bench.crash(first);
        bench.restart(first);
        bench.member(first).join(PARTY);
        settle(bench, others(4, stalled));

        bench.resume(stalled);

        settle(bench, 0, 1, 2, 3);
    }

    private static void rejoin(MembershipBench bench) {
        List<PeerId> members = party(bench, 3);
        int first = number(bench, members.get(0));
        bench.member(first).leave();
        settle(bench, others(3, first));

        bench.member(first).join(PARTY);

        settle(bench, 0, 1, 2);
    }

    private static void sixteen(MembershipBench bench) {
        bench.add(16);
        int[] all = IntStream.range(0, 16).toArray();
        IntStream.of(all).forEach(i -> bench.member(i).join(PARTY));

        long took = bench.await(() -> agreed(bench, all), LONG_MILLIS);

        expect(took >= 0 && took < 3_000, "sixteen agreed after " + took + " ms");
    }

    private static void full(MembershipBench bench) {
        int[] all = IntStream.range(0, Membership.DEFAULT_MEMBERS).toArray();
        bench.add(all.length);
        IntStream.of(all).forEach(i -> bench.member(i).join(PARTY));
        expect(bench.await(() -> agreed(bench, all), 3 * LONG_MILLIS) >= 0, "thirty-two never agreed");
        bench.add(1);

        bench.member(all.length).join(PARTY);

        Excluded refused = new Excluded(Exclusion.PARTY_FULL);
        expect(bench.await(() -> bench.events(all.length).contains(refused), LONG_MILLIS) >= 0, "it was not refused");
        expect(agreed(bench, all), "the party suffered from the one too many");
    }

    private static void start(MembershipBench bench, int count) {
        bench.add(count);
        IntStream.range(0, count).forEach(i -> bench.member(i).join(PARTY));
    }

    /** A party of that many in one view; its members in order of seniority. */
    private static List<PeerId> party(MembershipBench bench, int count) {
        start(bench, count);
        settle(bench, IntStream.range(0, count).toArray());
        return view(bench, 0).members();
    }

    private static void split(MembershipBench bench, int[] side, int[] other) {
        bench.part(Set.copyOf(Arrays.stream(side).boxed().toList()));
        settle(bench, side);
        settle(bench, other);
    }

    private static void settle(MembershipBench bench, int... numbers) {
        if (bench.await(() -> agreed(bench, numbers), LONG_MILLIS) < 0) {
            List<@Nullable View> views =
                    Arrays.stream(numbers).mapToObj(i -> bench.member(i).view()).toList();
            throw new AssertionError("peers " + Arrays.toString(numbers) + " did not agree, but have " + views);
        }
    }

    /** True if these peers, and nobody else, are in one view that all of them have. */
    private static boolean agreed(MembershipBench bench, int... numbers) {
        View first = bench.member(numbers[0]).view();
        return first != null
                && first.members().size() == numbers.length
                && Arrays.stream(numbers).allMatch(i -> {
                    View view = bench.member(i).view();
                    return view != null && view.equals(first) && view.contains(id(bench, i));
                });
    }

    private static View view(MembershipBench bench, int number) {
        View view = bench.member(number).view();
        if (view == null) {
            throw new AssertionError("peer " + number + " is in no view");
        }
        return view;
    }

    private static PeerId coordinator(MembershipBench bench, int number) {
        return view(bench, number).coordinator();
    }

    static PeerId id(MembershipBench bench, int number) {
        return bench.member(number).self();
    }

    private static int number(MembershipBench bench, PeerId peer) {
        return IntStream.range(0, bench.size())
                .filter(i -> id(bench, i).equals(peer))
                .findFirst()
                .orElseThrow();
    }

    private static int[] numbers(MembershipBench bench, PeerId... peers) {
        return Arrays.stream(peers).mapToInt(peer -> number(bench, peer)).toArray();
    }

    private static int[] others(int count, int without) {
        return IntStream.range(0, count).filter(i -> i != without).toArray();
    }

    private static PartyId party(int number) {
        byte[] id = new byte[PartyId.BYTES];
        id[0] = (byte) number;
        return PartyId.ofBytes(id);
    }

    static void expect(boolean condition, String otherwise) {
        if (!condition) {
            throw new AssertionError(otherwise);
        }
    }
}
