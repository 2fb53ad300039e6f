package worldmesh.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import worldmesh.benchmarks.chat.ChatBench;
import worldmesh.benchmarks.chat.ChatBenchOptions;
import worldmesh.benchmarks.chat.ChatReport;

/** A short run: what must hold on any machine. Its times are judged elsewhere, on a quiet one. */
@Timeout(60)
class ChatBenchIT {
    @Test
    void losesNoLineBesideATransferThatIsUnderWay() {
        ChatReport report = ChatBench.run(ChatBenchOptions.within(7));

        assertEquals(0, report.lost());
        assertTrue(report.loaded().count() > 10, report.toJson());
        assertTrue(report.bytes() > 1_000_000, report.toJson());
        assertTrue(report.toJson().startsWith("{\"bench\":\"chat\","), report.toJson());
    }
}
