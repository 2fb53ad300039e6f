package worldmesh.authority.pipeline;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import worldmesh.runtime.identity.PeerId;
import worldmesh.runtime.identity.Signer;
import worldmesh.runtime.journal.DeltaJournal;
import worldmesh.runtime.journal.JournalBatch;
import worldmesh.testkit.crypto.SimulatedSignatures;
import worldmesh.testkit.disk.SimulatedDisk;
import worldmesh.testkit.sim.Scheduler;
import worldmesh.world.command.CommandId;
import worldmesh.world.command.Receipt;
import worldmesh.world.entity.EntityId;

/**
 * The same commands of two players every time, through an authority on a simulated disk, up to a power cut at a chosen
 * boundary: after each write handed to the disk, and after each sync before its answers are out.
 */
final class Trace {
    static final int COMMANDS = 200;

    private static final long TURN_NANOS = 16_000_000;
    private static final long SESSION = 7;

    /** Syncs are slower than turns, so that writes wait for them. */
    private static final long SYNC_NANOS = 20_000_000;

    final SimulatedSignatures signatures = new SimulatedSignatures();
    final Signer root = signatures.signer(0);

    /** What players were told, and with which receipt. */
    final Map<CommandId, Receipt> acknowledged = new TreeMap<>();

    /** The world's digest by the number of commands decided, of a trace that nobody cut. */
    final Map<Integer, String> digests = new TreeMap<>();

    private final List<PeerId> players =
            List.of(signatures.signer(1).peer(), signatures.signer(2).peer());
    private final Scheduler scheduler = new Scheduler();
    private final Tearing tearing;
    private final SimulatedDisk disk;
    private final Queue<Runnable> callbacks = new ArrayDeque<>();
    private final int cutAt;
    private final int logEntriesKept;
    private int boundaries;
    private int sent;

    /** Cuts the power at boundary {@code cutAt}, or never at 0; of unsynced writes is kept what {@code kept} says. */
    Trace(int cutAt, Kept kept) {
        this(cutAt, kept, 4_096);
    }

    /** The same with a log of which so many entries are kept. */
    Trace(int cutAt, Kept kept, int logEntriesKept) {
        this.cutAt = cutAt;
        this.logEntriesKept = logEntriesKept;
        this.tearing = new Tearing(kept);
        this.disk = new SimulatedDisk(scheduler, tearing, SYNC_NANOS, SYNC_NANOS);
    }

    /** How much of what was written but not synced a power cut leaves. */
    enum Kept {
        NOTHING,
        SOME,
        EVERYTHING
    }

    /** Plays until the power cut or the end; answers the boundaries passed. */
    int play() {
        try {
            Bench bench = open(1);
            note(bench);
            while (sent < COMMANDS) {
                int burst = 1 + sent % 8;
                for (int i = 0; i < burst && sent < COMMANDS; i++) {
                    send(bench, sent++);
                }
                bench.turn();
                note(bench);
                deliver(bench, scheduler.nowNanos() + TURN_NANOS);
            }
            deliver(bench, scheduler.nowNanos() + 100 * SYNC_NANOS);
        } catch (PowerCut cut) {
            callbacks.clear();
        }
        tearing.cut = true;
        disk.crash();
        return boundaries;
    }

    private void note(Bench bench) {
        if (cutAt == 0) {
            digests.put(sent, bench.replica.digest().toString());
        }
    }

    private void deliver(Bench bench, long untilNanos) {
        scheduler.runUntil(untilNanos);
        while (!callbacks.isEmpty()) {
            callbacks.remove().run();
        }
        acknowledged.putAll(bench.receipts);
    }

    private void send(Bench bench, int number) {
        bench.send(id(number), command(bench, number));
    }

    /** Sends commands of the trace again, from {@code first} to {@code last}, and waits for their answers. */
    void sendAgain(Bench bench, int first, int last) {
        for (int number = first; number <= last; number++) {
            send(bench, number);
            bench.turn();
            scheduler.runUntil(scheduler.nowNanos() + 100 * SYNC_NANOS); // one tick waits for the one before
        }
    }

    CommandId id(int number) {
        return new CommandId(players.get(number % 2), SESSION, 1 + number / 2);
    }

    // Two veins, two purses, then mining; now and then what a rule or the books refuse.
    private static Record command(Bench bench, int number) {
        if (number < 2) {
            return new Mines.Lay(1_000);
        }
        if (number < 4) {
            return new Mines.Enter();
        }
        List<EntityId> veins = new ArrayList<>(bench.all(Mines.Vein.class).keySet());
        EntityId vein = veins.isEmpty() ? new EntityId(1, 1) : veins.get(number / 3 % veins.size());
        return switch (number % 10) {
            case 4 -> new Mines.Enter();
            case 7 -> new Mines.Mine(vein, 5_000);
            default -> new Mines.Mine(vein, 1 + number % 9);
        };
    }

    /** How many commands were sent before the power cut. */
    int sent() {
        return sent;
    }

    /** The journal as it is found after the power cut. */
    DeltaJournal reopen() {
        return disk.open(Runnable::run);
    }

    /** The authority over a journal found after the power cut. */
    Bench bench(DeltaJournal journal) {
        return new Bench(journal, root, signatures, 2, logEntriesKept);
    }

    private Bench open(long nonce) {
        return new Bench(new Watched(disk.open(this::synced)), root, signatures, nonce, logEntriesKept);
    }

    private void synced(Runnable callback) {
        pass();
        callbacks.add(callback);
    }

    private void pass() {
        if (++boundaries == cutAt) {
            throw new PowerCut();
        }
    }

    /** Ends the trace where it is thrown. */
    private static final class PowerCut extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** Passes a boundary after each write. */
    private final class Watched implements DeltaJournal {
        private final DeltaJournal inner;

        Watched(DeltaJournal inner) {
            this.inner = inner;
        }

        @Override
        public byte @Nullable [] get(byte[] key) {
            return inner.get(key);
        }

        @Override
        public void scan(byte[] prefix, RowVisitor visitor) {
            inner.scan(prefix, visitor);
        }

        @Override
        public void submit(JournalBatch batch, Runnable whenDurable) {
            inner.submit(batch, whenDurable);
            pass();
        }

        @Override
        public void commit(JournalBatch batch) {
            inner.commit(batch);
            pass();
        }

        @Override
        public @Nullable String failed() {
            return inner.failed();
        }

        @Override
        public void close() {
            inner.close();
        }
    }

    /** Seeded like any disk until the cut, which then tears where the test says. */
    private static final class Tearing implements RandomGenerator {
        private final SplittableRandom random = new SplittableRandom(17);
        private final Kept kept;
        private boolean cut;

        Tearing(Kept kept) {
            this.kept = kept;
        }

        @Override
        public long nextLong() {
            return random.nextLong();
        }

        @Override
        public int nextInt(int bound) {
            if (!cut) {
                return random.nextInt(bound);
            }
            return switch (kept) {
                case NOTHING -> 0;
                case SOME -> bound / 2;
                case EVERYTHING -> bound - 1;
            };
        }
    }
}
