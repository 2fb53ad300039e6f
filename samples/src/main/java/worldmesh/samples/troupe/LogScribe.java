package worldmesh.samples.troupe;

import java.io.DataOutputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import worldmesh.authority.journal.JournalOpenException;
import worldmesh.authority.journal.RocksJournalView;
import worldmesh.authority.row.Table;
import worldmesh.authority.tick.CutEntry;
import worldmesh.authority.tick.Decided;
import worldmesh.authority.tick.LogEntry;
import worldmesh.authority.tick.RosterEntry;

/**
 * Copies down which commands stand in the party's log, while they do: members cut their logs. Reads one store after the
 * other from outside, in a process of its own, until its driver is gone.
 */
public final class LogScribe {
    private static final long PERIOD_NANOS = TimeUnit.SECONDS.toNanos(4);

    private final DataOutputStream out;
    private long lastTick;

    private LogScribe(DataOutputStream out) {
        this.out = out;
    }

    /** {@code DIRECTORY NAME...}: where the troupe's files are, and who plays. */
    public static void main(String[] args) throws IOException {
        Path directory = Path.of(args[0]);
        List<Path> stores = Arrays.stream(args)
                .skip(1)
                .map(name -> PeerDirectory.of(directory, name).store())
                .toList();
        Thread end = new Thread(LogScribe::awaitDriver, "driver");
        end.setDaemon(true);
        end.start();
        try (var file = new FileOutputStream(SeenLog.file(directory).toFile());
                var out = new DataOutputStream(file)) {
            LogScribe scribe = new LogScribe(out);
            for (int turn = 0; end.isAlive(); turn++) {
                if (scribe.read(stores.get(turn % stores.size()))) {
                    LockSupport.parkNanos(PERIOD_NANOS);
                }
            }
        }
    }

    private static void awaitDriver() {
        try (InputStream driver = new FileInputStream(FileDescriptor.in)) {
            driver.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            throw new UncheckedIOException("the driver's pipe failed: " + e.getMessage(), e);
        }
    }

    /** False if the store cannot be read now: its peer is down, or opens it. */
    private boolean read(Path store) throws IOException {
        try (RocksJournalView view = RocksJournalView.open(store)) {
            IOException[] failure = new IOException[1];
            view.scan(Table.LOG.prefix(), (key, row) -> {
                try {
                    return follow(row);
                } catch (IOException e) {
                    failure[0] = e;
                    return false;
                }
            });
            if (failure[0] != null) {
                throw failure[0];
            }
            out.flush();
            return true;
        } catch (JournalOpenException e) {
            LockSupport.parkNanos(PERIOD_NANOS / 16);
            return false;
        }
    }

    /** Takes the entry if it is the next one; a gap stays one, so that the checker misses what is in it. */
    private boolean follow(byte[] row) throws IOException {
        LogEntry commands = LogEntry.decode(row);
        long tick = commands == null ? rosterTick(row) : commands.header().tick();
        if (tick != lastTick + 1) {
            return tick <= lastTick;
        }
        lastTick = tick;
        for (Decided each : commands == null ? List.<Decided>of() : commands.decided()) {
            SeenLog.write(each, out);
        }
        return true;
    }

    private static long rosterTick(byte[] row) throws IOException {
        CutEntry cuts = CutEntry.decode(row);
        if (cuts != null) {
            return cuts.header().tick();
        }
        RosterEntry roster = RosterEntry.decode(row);
        if (roster == null) {
            throw new IOException("a log entry is malformed");
        }
        return roster.header().tick();
    }
}
