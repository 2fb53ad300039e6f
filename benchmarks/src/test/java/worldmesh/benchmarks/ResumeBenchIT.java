package worldmesh.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import worldmesh.benchmarks.resume.ResumeBench;
import worldmesh.benchmarks.resume.ResumeBenchOptions;
import worldmesh.benchmarks.resume.ResumeReport;

/** A short run: what must hold on any machine. Its times are judged elsewhere, on a quiet one. */
@Timeout(180)
class ResumeBenchIT {
    @Test
    void everyLinkComesBackAndNoMessageIsLostOrComesTwice() {
        ResumeReport report = ResumeBench.run(ResumeBenchOptions.defaults().withDrops(24));

        assertEquals(24, report.drops());
        assertEquals(0, report.lostReliable(), report.toJson());
        assertEquals(0, report.repeatedReliable(), report.toJson());
        assertTrue(report.messages() > 100, report.toJson());
        assertTrue(report.toJson().startsWith("{\"bench\":\"resume\","), report.toJson());
    }
}
