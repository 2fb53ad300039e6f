package worldmesh.benchmarks.peers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.handler.codec.quic.Quic;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import worldmesh.benchmarks.bounce.PingPong;
import worldmesh.benchmarks.link.LinkBench;
import worldmesh.benchmarks.link.LinkBenchOptions;
import worldmesh.benchmarks.link.LinkReport;

/** Each of the others bounces; its figures are judged elsewhere, on a quiet machine. */
class PeerRoundsIT {
    private static final String HOST = "127.0.0.1";
    private static final long ROUND_NANOS = 200_000_000L;
    private static final int ROUNDS_MAX = 20;
    private static final int ENOUGH = 20;

    @TestFactory
    Stream<DynamicTest> bounces() {
        return PeerRounds.contestants(HOST).entrySet().stream()
                .map(contestant -> DynamicTest.dynamicTest(contestant.getKey(), () -> {
                    assumeTrue(!contestant.getKey().equals("nettyQuic") || Quic.isAvailable());
                    try (PingPong pair = contestant.getValue().call()) {
                        assertTrue(bounces(pair) >= ENOUGH);
                    }
                }));
    }

    @Test
    void isMeasuredInTheRunOfTheLink() {
        LinkReport report = LinkBench.run(LinkBenchOptions.defaults().withBudgetSeconds(3));

        assertEquals(Quic.isAvailable() ? Map.of() : Map.of("nettyQuic", ""), blank(report.skipped()));
        assertTrue(report.toJson().matches(".*\"kryonetMicrosP50\":[0-9.]+,.*\"kwikMicrosP50\":[0-9.]+,.*"));
    }

    private static int bounces(PingPong pair) {
        int count = 0;
        for (int round = 0; round < ROUNDS_MAX && count < ENOUGH; round++) {
            count += pair.round(ROUND_NANOS).count(); // one that got lost ends a round
        }
        return count;
    }

    private static Map<String, String> blank(Map<String, String> skipped) {
        return skipped.isEmpty() ? skipped : Map.of(String.join(" ", skipped.keySet()), "");
    }
}
