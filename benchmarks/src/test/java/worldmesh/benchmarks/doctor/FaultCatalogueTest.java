package worldmesh.benchmarks.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import worldmesh.peer.checkup.Remedy;

class FaultCatalogueTest {
    private static Fault fault(String topic, String name) {
        return new Fault(topic, name, "nat", false, () -> {
            throw new IllegalStateException("nobody is looked at");
        });
    }

    private static FaultResult result(String name, boolean namedFirst, boolean cured) {
        return new FaultResult(fault("topic", name), "", List.of(), namedFirst, List.of(), List.of(), cured);
    }

    @Test
    void nineTopicsHaveThreeFaultsEachAndNoTwoAreCalledTheSame() {
        List<Fault> all = FaultCatalogue.all(words -> "");
        TreeMap<String, Integer> topics = new TreeMap<>();
        all.forEach(fault -> topics.merge(fault.topic(), 1, Integer::sum));

        assertEquals(FaultCatalogue.COUNT, all.size());
        assertEquals(9, topics.size());
        assertTrue(topics.values().stream().allMatch(count -> count == 3), topics.toString());
        assertEquals(all.size(), all.stream().map(Fault::name).distinct().count());
    }

    @Test
    void whatIsPrintedIsReadAsAScriptReadsIt() {
        Diagnosis read = Diagnosis.of("""
                trace 1
                ok udp: fine
                failed stun a:1: no answer; name another
                  do: here set mesh.ice.stun-servers=b:1
                failed udp: nothing: passes
                """);

        assertEquals(List.of("stun a:1", "udp"), read.names());
        assertEquals(
                List.of(new Remedy(Remedy.Place.HERE, Remedy.Action.SET, "mesh.ice.stun-servers=b:1")),
                read.named().get(0).remedies());
        assertThrows(IllegalStateException.class, () -> Diagnosis.of("failed udp: x\n  do: pray\n"));
    }

    @Test
    void twoMayBeMissedAndNobodyMayBeBlamed() {
        List<FaultResult> two = List.of(result("a", true, true), result("b", false, false), result("c", false, false));
        List<FaultResult> three = List.of(
                result("a", true, true),
                result("b", false, false),
                result("c", false, false),
                result("d", false, false));

        assertTrue(new DoctorBenchReport(two, 50, List.of()).passed());
        assertEquals(List.of("topic: b", "topic: c"), new DoctorBenchReport(two, 50, List.of()).missed());
        assertEquals(false, new DoctorBenchReport(three, 50, List.of()).passed());
        assertEquals(false, new DoctorBenchReport(two, 50, List.of("run 1: udp")).passed());
        assertEquals(
                false,
                new DoctorBenchReport(List.of(result("a", true, false)), 50, List.of()).passed(),
                "named and not cured");
        FaultResult skipped = FaultResult.skipped(fault("topic", "e"), "no root");
        assertEquals(false, new DoctorBenchReport(List.of(skipped), 50, List.of()).passed(), "nothing was tried");
    }
}
