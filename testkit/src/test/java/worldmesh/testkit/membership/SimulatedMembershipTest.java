package worldmesh.testkit.membership;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import worldmesh.mesh.membership.MembershipEvent;
import worldmesh.mesh.membership.PartyId;
import worldmesh.mesh.membership.View;
import worldmesh.testkit.contract.MembershipContract;

class SimulatedMembershipTest {
    private static final PartyId PARTY = PartyId.ofBytes(new byte[PartyId.BYTES]);

    @TestFactory
    Stream<DynamicTest> keepsTheContractOfMembership() {
        return Stream.concat(MembershipContract.checks().stream(), MembershipContract.largeChecks().stream())
                .map(check -> DynamicTest.dynamicTest(check.sentence(), () -> {
                    try (var bench = new SimulatedMembershipBench()) {
                        check.body().accept(bench);
                    }
                }));
    }

    /** Splits, stalls, crashes and restarts drawn from the seed, then peace; the events of all members. */
    private static List<List<MembershipEvent>> turmoil(long seed, int count) {
        var random = new SplittableRandom(seed);
        try (var bench = new SimulatedMembershipBench()) {
            bench.add(count);
            IntStream.range(0, count).forEach(i -> bench.member(i).join(PARTY));
            for (int round = 0; round < 12; round++) {
                disturb(bench, random, count);
            }
            bench.heal();
            int[] all = IntStream.range(0, count).toArray();
            long took = bench.await(() -> oneView(bench, all), 20_000);
            assertTrue(
                    took >= 0,
                    () -> "seed " + seed + ": no common view, but "
                            + IntStream.of(all)
                                    .mapToObj(i -> bench.member(i).view())
                                    .toList());
            List<List<MembershipEvent>> events = new ArrayList<>();
            IntStream.of(all).forEach(i -> events.add(List.copyOf(bench.events(i))));
            return events;
        }
    }

    private static void disturb(SimulatedMembershipBench bench, SplittableRandom random, int count) {
        int victim = random.nextInt(count);
        switch (random.nextInt(4)) {
            case 0 ->
                bench.part(Set.copyOf(IntStream.range(0, count)
                        .filter(i -> random.nextBoolean())
                        .boxed()
                        .toList()));
            case 1 -> bench.heal();
            case 2 -> {
                bench.stall(victim);
                bench.await(() -> false, random.nextLong(3_000));
                bench.resume(victim);
            }
            default -> {
                bench.crash(victim);
                bench.await(() -> false, random.nextLong(1_500));
                bench.restart(victim);
                bench.member(victim).join(PARTY);
            }
        }
        bench.await(() -> false, random.nextLong(3_000));
    }

    private static boolean oneView(SimulatedMembershipBench bench, int... numbers) {
        View first = bench.member(0).view();
        return first != null
                && first.members().size() == numbers.length
                && IntStream.of(numbers)
                        .allMatch(i -> first.equals(bench.member(i).view()));
    }

    @Test
    void agreesAfterAnyTurmoil() {
        for (long seed = 1; seed <= 25; seed++) {
            turmoil(seed, 2 + (int) (seed % 5));
        }
    }

    @Test
    void repeatsFromItsSeed() {
        assertEquals(turmoil(7, 5), turmoil(7, 5));
    }
}
