package worldmesh.testkit.contract;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import worldmesh.runtime.journal.DeltaJournal;
import worldmesh.runtime.journal.JournalBatch;

/**
 * The contract of {@link DeltaJournal} as named checks. A test of an implementation turns each into a dynamic test on a
 * fresh {@link JournalBench}; a check that fails throws an {@link AssertionError}.
 */
public final class DeltaJournalContract {
    private static final int MANY = 40;

    private DeltaJournalContract() {}

    /** One check: a sentence and what it does with a bench. */
    public record Check(String sentence, Consumer<JournalBench> body) {}

    /** All checks. */
    public static List<Check> checks() {
        return List.of(
                new Check("answers null for a row that was never put", DeltaJournalContract::absentRow),
                new Check("shows a submitted batch at once", DeltaJournalContract::readYourWrites),
                new Check("applies the writes of a batch in order", DeltaJournalContract::orderInBatch),
                new Check("scans a prefix in the order of unsigned bytes", DeltaJournalContract::scanOrder),
                new Check("stops a scan when the visitor says so", DeltaJournalContract::scanStops),
                new Check("scans what is durable and what is not as one", DeltaJournalContract::scanMixes),
                new Check("reports batches durable in the order of submission", DeltaJournalContract::callbackOrder),
                new Check("does not run callbacks inside submit", DeltaJournalContract::callbackLater),
                new Check("keeps a committed batch across a crash", DeltaJournalContract::commitSurvives),
                new Check("keeps what it reported durable across a crash", DeltaJournalContract::ackSurvives),
                new Check("finds a prefix of the batches after a crash", DeltaJournalContract::prefixSurvives),
                new Check("finds a batch whole or not at all after a crash", DeltaJournalContract::atomicBatch),
                new Check("keeps everything across close and open", DeltaJournalContract::closeKeeps),
                new Check("keeps deletes across close and open", DeltaJournalContract::deleteKeeps),
                new Check("refuses use after close", DeltaJournalContract::closedRefuses),
                new Check("works with empty values and empty batches", DeltaJournalContract::emptyThings));
    }

    private static void absentRow(JournalBench bench) {
        expect(bench.journal().get(key("a")) == null, "a row that was never put has a value");
        expect(bench.journal().failed() == null, "a fresh journal has failed");
    }

    private static void readYourWrites(JournalBench bench) {
        bench.journal().submit(put("a", "1"), () -> {});

        expectValue(bench.journal(), "a", "1");
        bench.settle();
        expectValue(bench.journal(), "a", "1");
    }

    private static void orderInBatch(JournalBench bench) {
        var batch = put("a", "1").delete(key("a")).put(key("b"), key("1")).put(key("b"), key("2"));
        bench.journal().submit(batch, () -> {});

        expectValue(bench.journal(), "a", null);
        expectValue(bench.journal(), "b", "2");
        bench.reopen();
        expectValue(bench.journal(), "a", null);
        expectValue(bench.journal(), "b", "2");
    }

    private static void scanOrder(JournalBench bench) {
        byte[] high = {'p', (byte) 0x80};
        byte[] low = {'p', 0x01};
        bench.journal().commit(new JournalBatch().put(high, key("2")).put(low, key("1")));
        bench.journal().commit(put("o", "0").put(key("q"), key("3")));

        expect(scan(bench.journal(), "p").equals(List.of("1", "2")), "rows are not in the order of unsigned bytes");
        expect(scan(bench.journal(), "").equals(List.of("0", "1", "2", "3")), "an empty prefix does not find all rows");
    }

    private static void scanStops(JournalBench bench) {
        bench.journal().commit(put("a1", "1").put(key("a2"), key("2")));
        var seen = new ArrayList<String>();

        bench.journal().scan(key("a"), (key, value) -> {
            seen.add(text(value));
            return false;
        });

        expect(seen.equals(List.of("1")), "the scan went on: " + seen);
    }

    private static void scanMixes(JournalBench bench) {
        bench.journal().commit(put("a1", "1").put(key("a3"), key("3")).put(key("a4"), key("4")));
        bench.journal().submit(put("a2", "2").delete(key("a3")).put(key("a4"), key("5")), () -> {});

        expect(scan(bench.journal(), "a").equals(List.of("1", "2", "5")), "found " + scan(bench.journal(), "a"));
    }

    private static void callbackOrder(JournalBench bench) {
        var order = new ArrayList<Integer>();
        for (int i = 0; i < MANY; i++) {
            int number = i;
            bench.journal().submit(put("k" + i, "v"), () -> order.add(number));
        }

        bench.settle();

        expect(order.size() == MANY, order.size() + " of " + MANY + " callbacks ran");
        for (int i = 0; i < MANY; i++) {
            expect(order.get(i) == i, "callbacks ran in the order " + order);
        }
    }

    private static void callbackLater(JournalBench bench) {
        var ran = new ArrayList<Integer>();

        bench.journal().submit(put("a", "1"), () -> ran.add(1));

        expect(ran.isEmpty(), "a callback ran before its time");
        bench.settle();
        expect(ran.size() == 1, "a callback ran " + ran.size() + " times");
    }

    private static void commitSurvives(JournalBench bench) {
        bench.journal().submit(put("a", "1"), () -> {});
        bench.journal().commit(put("b", "2"));

        bench.crash();

        expectValue(bench.journal(), "a", "1");
        expectValue(bench.journal(), "b", "2");
    }

    private static void ackSurvives(JournalBench bench) {
        var acked = new ArrayList<Integer>();
        for (int i = 0; i < MANY; i++) {
            int number = i;
            bench.journal().submit(put("k" + i, "v" + i), () -> acked.add(number));
            if (i == MANY / 2) {
                bench.settle();
            }
        }

        bench.crash();

        expect(acked.size() > MANY / 2, "only " + acked.size() + " batches were reported durable");
        for (int number : acked) {
            expectValue(bench.journal(), "k" + number, "v" + number);
        }
    }

    private static void prefixSurvives(JournalBench bench) {
        for (int i = 0; i < MANY; i++) {
            bench.journal().submit(put("k" + i, "v"), () -> {});
        }

        bench.crash();

        boolean ended = false;
        for (int i = 0; i < MANY; i++) {
            boolean found = bench.journal().get(key("k" + i)) != null;
            expect(!(found && ended), "batch " + i + " was found and one before it was not");
            ended |= !found;
        }
    }

    private static void atomicBatch(JournalBench bench) {
        for (int i = 0; i < MANY; i++) {
            bench.journal().submit(put("a" + i, "v").put(key("b" + i), key("v")), () -> {});
        }

        bench.crash();

        for (int i = 0; i < MANY; i++) {
            boolean first = bench.journal().get(key("a" + i)) != null;
            boolean second = bench.journal().get(key("b" + i)) != null;
            expect(first == second, "half of batch " + i + " was found");
        }
    }

    private static void closeKeeps(JournalBench bench) {
        for (int i = 0; i < MANY; i++) {
            bench.journal().submit(put("k" + i, "v" + i), () -> {});
        }

        bench.reopen();

        for (int i = 0; i < MANY; i++) {
            expectValue(bench.journal(), "k" + i, "v" + i);
        }
    }

    private static void deleteKeeps(JournalBench bench) {
        bench.journal().commit(put("a", "1").put(key("b"), key("2")));
        bench.journal().submit(new JournalBatch().delete(key("a")), () -> {});

        bench.reopen();

        expectValue(bench.journal(), "a", null);
        expectValue(bench.journal(), "b", "2");
    }

    private static void closedRefuses(JournalBench bench) {
        DeltaJournal old = bench.journal();
        bench.reopen();

        boolean refused = false;
        try {
            old.submit(put("a", "1"), () -> {});
        } catch (IllegalStateException e) {
            refused = true;
        }
        expect(refused, "a closed journal took a batch");
        old.close();
    }

    private static void emptyThings(JournalBench bench) {
        var ran = new ArrayList<Integer>();
        bench.journal().submit(put("a", ""), () -> ran.add(1));
        bench.journal().submit(new JournalBatch(), () -> ran.add(2));

        bench.settle();

        expect(ran.equals(List.of(1, 2)), "callbacks ran as " + ran);
        expectValue(bench.journal(), "a", "");
    }

    private static JournalBatch put(String key, String value) {
        return new JournalBatch().put(key(key), key(value));
    }

    private static List<String> scan(DeltaJournal journal, String prefix) {
        var seen = new ArrayList<String>();
        journal.scan(key(prefix), (key, value) -> seen.add(text(value)));
        return seen;
    }

    private static void expectValue(DeltaJournal journal, String key, @Nullable String expected) {
        byte[] found = journal.get(key(key));
        byte[] wanted = expected == null ? null : key(expected);
        expect(
                Arrays.equals(found, wanted),
                "row " + key + " holds " + (found == null ? "nothing" : text(found)) + ", must hold " + expected);
    }

    private static void expect(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }

    private static byte[] key(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] value) {
        return new String(value, StandardCharsets.UTF_8);
    }
}
