package worldmesh.testkit.membership;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import worldmesh.mesh.membership.PartyId;
import worldmesh.mesh.membership.View;
import worldmesh.testkit.contract.MembershipContract;

/** JGroups over encrypted links keeps the contract that the simulated twin keeps. */
class GroupMembershipIT {
    private static final PartyId PARTY = PartyId.ofBytes(new byte[PartyId.BYTES]);
    private static final int MEMBERS = 8;
    private static final int IDLE_SECONDS = 5;

    /** The demand: pings of all links and what JGroups adds. */
    private static final int IDLE_PACKETS_PER_SECOND = 20;

    @TestFactory
    Stream<DynamicTest> keepsTheContractOfTheSimulatedTwin() {
        return Stream.concat(MembershipContract.checks().stream(), MembershipContract.largeChecks().stream())
                .map(check -> DynamicTest.dynamicTest(check.sentence(), () -> {
                    try (var bench = new GroupMembershipBench()) {
                        check.body().accept(bench);
                    }
                }));
    }

    private static void gather(GroupMembershipBench bench) {
        bench.add(MEMBERS);
        IntStream.range(0, MEMBERS).forEach(i -> bench.member(i).join(PARTY));
        long took = bench.await(
                () -> IntStream.range(0, MEMBERS).allMatch(i -> {
                    View view = bench.member(i).view();
                    return view != null && view.members().size() == MEMBERS;
                }),
                10_000);
        assertTrue(took >= 0, "eight never agreed");
    }

    @Test
    void anIdlePartyOfEightIsQuiet() {
        try (var bench = new GroupMembershipBench()) {
            gather(bench);
            bench.await(() -> false, 6_000);
            long before = bench.datagramsSent(0);

            bench.await(() -> false, IDLE_SECONDS * 1_000L);

            long perSecond = (bench.datagramsSent(0) - before) / IDLE_SECONDS;
            assertTrue(perSecond <= IDLE_PACKETS_PER_SECOND, "an idle member sent " + perSecond + " a second");
        }
    }

    @Test
    void jgroupsOpensNoSocket() throws IOException {
        Assumptions.assumeTrue(Files.isDirectory(Path.of("/proc/self/fd")), "no /proc here to list sockets");
        try (var bench = new GroupMembershipBench()) {
            bench.add(2);
            long before = sockets();

            IntStream.range(0, 2).forEach(i -> bench.member(i).join(PARTY));
            assertTrue(bench.await(() -> bench.member(0).view() != null, 10_000) >= 0);

            assertEquals(before, sockets());
        }
    }

    private static long sockets() throws IOException {
        long count = 0;
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            for (Path descriptor : descriptors.toList()) {
                if (Files.exists(descriptor, LinkOption.NOFOLLOW_LINKS)
                        && Files.readSymbolicLink(descriptor).toString().startsWith("socket:")) {
                    count++;
                }
            }
        }
        return count;
    }
}
