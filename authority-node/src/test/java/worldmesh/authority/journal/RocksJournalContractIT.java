package worldmesh.authority.journal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import worldmesh.runtime.journal.DeltaJournal;
import worldmesh.runtime.journal.JournalBatch;
import worldmesh.testkit.contract.DeltaJournalContract;
import worldmesh.testkit.contract.JournalBench;

class RocksJournalContractIT {
    @TempDir
    Path dir;

    private int stores;

    @TestFactory
    Stream<DynamicTest> keepsTheContractOfTheSimulatedTwin() {
        return DeltaJournalContract.checks().stream()
                .map(check -> DynamicTest.dynamicTest(check.sentence(), () -> {
                    try (var bench = new Bench(dir.resolve("store" + stores++))) {
                        check.body().accept(bench);
                    }
                }));
    }

    private static final class Bench implements JournalBench {
        private final LinkedBlockingQueue<Runnable> callbacks = new LinkedBlockingQueue<>();
        private final List<RocksDeltaJournal> abandoned = new ArrayList<>();
        private Path store;
        private RocksDeltaJournal journal;

        Bench(Path store) {
            this.store = store;
            this.journal = RocksDeltaJournal.open(store, callbacks::add);
        }

        @Override
        public DeltaJournal journal() {
            return journal;
        }

        @Override
        public void settle() {
            journal.commit(new JournalBatch());
            for (Runnable each = callbacks.poll(); each != null; each = callbacks.poll()) {
                each.run();
            }
        }

        @Override
        public void reopen() {
            journal.close();
            journal = RocksDeltaJournal.open(store, callbacks::add);
        }

        /** The files at this moment are what a killed process leaves; they go on in another directory. */
        @Override
        public void crash() {
            Path copy = store.resolveSibling(store.getFileName() + "x");
            try {
                copy(store, copy);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            abandoned.add(journal);
            callbacks.clear();
            store = copy;
            journal = RocksDeltaJournal.open(store, callbacks::add);
        }

        private static void copy(Path from, Path to) throws IOException {
            Files.createDirectories(to.resolve("db"));
            Files.copy(from.resolve("HIGH_WATER"), to.resolve("HIGH_WATER")); // first: it must not lead the database
            Files.copy(from.resolve("FORMAT"), to.resolve("FORMAT"));
            try (Stream<Path> files = Files.list(from.resolve("db"))) {
                for (Path file : files.toList()) {
                    Files.copy(file, to.resolve("db").resolve(file.getFileName()));
                }
            }
        }

        @Override
        public void close() {
            abandoned.forEach(RocksDeltaJournal::close);
            journal.close();
        }
    }
}
