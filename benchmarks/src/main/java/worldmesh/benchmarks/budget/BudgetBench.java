package worldmesh.benchmarks.budget;

import java.util.EnumMap;
import java.util.Map;
import worldmesh.benchmarks.crdt.CrdtBench;
import worldmesh.benchmarks.crdt.CrdtBenchOptions;
import worldmesh.benchmarks.crdt.CrdtBenchOptions.Workloads;
import worldmesh.benchmarks.crdt.CrdtReport;

/** Measures the figure of every area. Bytes are the same on every machine; time is a share of a bound. */
public final class BudgetBench {
    private static final int SEED = 42;
    private static final int CHURN_ENTITIES = 10_000;
    private static final int CHURN_OPS = 5_000;
    private static final int MEMORY_ENTITIES = 100_000;
    private static final int DIFFERENCES = 10;

    private BudgetBench() {}

    /** All figures; the shares of the bound are medians of what fits into the seconds. */
    public static Map<Area, Double> measure(int seconds) {
        Map<Area, Double> figures = new EnumMap<>(Area.class);
        CrdtReport churn = run(Workloads.W2, CHURN_ENTITIES, seconds);
        figures.put(Area.BANDWIDTH, number(churn, "bytes_per_op_signed"));
        figures.put(Area.CPU, Math.min(number(churn, "local_share"), number(churn, "merge_share")));
        CrdtReport populated = run(Workloads.W1, MEMORY_ENTITIES, 1);
        figures.put(Area.MEMORY, number(populated, "heap_bytes_per_entity"));
        figures.put(Area.STATE_UPDATES, MovedUnits.bytesPerUnit());
        figures.put(Area.PACKET_SIZE, LonePacket.bytesAround());
        return figures;
    }

    private static CrdtReport run(Workloads workload, int entities, int seconds) {
        CrdtReport report =
                CrdtBench.run(new CrdtBenchOptions(workload, SEED, entities, CHURN_OPS, DIFFERENCES, null, seconds));
        if (!report.sound()) {
            throw new IllegalStateException(report.sentence());
        }
        return report;
    }

    private static double number(CrdtReport report, String key) {
        if (report.values().get(key) instanceof Number number) {
            return number.doubleValue();
        }
        throw new IllegalStateException("bench crdt says nothing of " + key);
    }
}
