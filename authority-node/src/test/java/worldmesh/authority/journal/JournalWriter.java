package worldmesh.authority.journal;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * A process to be killed: submits numbered batches of two rows without end and writes the number of each durable one to
 * its standard output.
 */
final class JournalWriter {
    private static final int IN_FLIGHT_MAX = 64;

    private JournalWriter() {}

    /** Writes into the store {@code args[0]} until the process dies. */
    public static void main(String[] args) throws IOException, InterruptedException {
        LinkedBlockingQueue<Runnable> callbacks = new LinkedBlockingQueue<>();
        FileOutputStream out = new FileOutputStream(FileDescriptor.out);
        try (var journal = RocksDeltaJournal.open(Path.of(args[0]), callbacks::add)) {
            long number = last(journal);
            List<Long> durable = new ArrayList<>();
            int inFlight = 0;
            while (journal.failed() == null) {
                for (; inFlight < IN_FLIGHT_MAX; inFlight++) {
                    long mine = ++number;
                    journal.submit(
                            Rows.put("a" + padded(mine), "x".repeat(100))
                                    .put(Rows.bytes("b" + padded(mine)), key(mine)),
                            () -> durable.add(mine));
                }
                callbacks.take().run();
                for (Long each : durable) {
                    out.write(key(each));
                    inFlight--;
                }
                durable.clear();
            }
        }
    }

    static long last(RocksDeltaJournal journal) {
        long[] last = {0};
        journal.scan(Rows.bytes("a"), (key, value) -> {
            last[0] = Long.parseLong(new String(key, StandardCharsets.UTF_8).substring(1));
            return true;
        });
        return last[0];
    }

    private static String padded(long number) {
        return String.format(java.util.Locale.ROOT, "%012d", number);
    }

    private static byte[] key(long number) {
        return ByteBuffer.allocate(Long.BYTES).putLong(number).array();
    }
}
