package worldmesh.testkit.membership;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import worldmesh.testkit.contract.MembershipContract;

/**
 * JGroups over encrypted links keeps the contract that the simulated twin keeps. Several checks at a time, since each
 * mostly waits; so none of them has the machine for itself, and each holds all the same.
 */
@Execution(ExecutionMode.CONCURRENT)
class GroupMembershipIT {
    @TestFactory
    Stream<DynamicTest> keepsTheContractOfTheSimulatedTwin() {
        return tests(MembershipContract.checks());
    }

    static Stream<DynamicTest> tests(List<MembershipContract.Check> checks) {
        return checks.stream()
                .map(check -> DynamicTest.dynamicTest(check.sentence(), () -> {
                    try (var bench = new GroupMembershipBench()) {
                        check.body().accept(bench);
                    }
                }));
    }
}
