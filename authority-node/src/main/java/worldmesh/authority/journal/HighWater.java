package worldmesh.authority.journal;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The file {@code HIGH_WATER}: the last batch reported durable and the hash chain up to it, kept apart from the
 * database so that a database which lost its tail is noticed. Written after each sync and not synced itself: it may lag
 * behind the database, never lead it. Two slots are written in turn, so that a torn write leaves the other.
 */
final class HighWater implements AutoCloseable {
    private static final String FILE = "HIGH_WATER";
    private static final int SLOT_BYTES = 64;
    private static final int CHAIN_BYTES = 32;

    private final RandomAccessFile file;
    private int slot;

    private HighWater(RandomAccessFile file) {
        this.file = file;
    }

    static HighWater open(Path directory) throws IOException {
        return new HighWater(new RandomAccessFile(directory.resolve(FILE).toFile(), "rw"));
    }

    /** What the file of a store says, or null if there is none or neither slot is whole. */
    static @Nullable Mark read(Path directory) throws IOException {
        if (!directory.resolve(FILE).toFile().isFile()) {
            return null;
        }
        try (RandomAccessFile in = new RandomAccessFile(directory.resolve(FILE).toFile(), "r")) {
            byte[] raw = new byte[2 * SLOT_BYTES];
            int length = (int) Math.min(raw.length, in.length());
            in.readFully(raw, 0, length);
            Mark first = decode(ByteBuffer.wrap(raw, 0, SLOT_BYTES));
            Mark second = decode(ByteBuffer.wrap(raw, SLOT_BYTES, SLOT_BYTES));
            if (first == null || second == null) {
                return first == null ? second : first;
            }
            return first.sequence >= second.sequence ? first : second;
        }
    }

    void write(Mark mark) throws IOException {
        file.seek((long) slot * SLOT_BYTES);
        file.write(encode(mark));
        slot ^= 1;
    }

    /** Forces the file to disk. */
    void sync() throws IOException {
        file.getFD().sync();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    private static byte[] encode(Mark mark) {
        ByteBuffer out = ByteBuffer.allocate(SLOT_BYTES);
        out.putLong(mark.sequence).put(mark.chain);
        out.putInt(checksum(out.array()));
        return out.array();
    }

    private static @Nullable Mark decode(ByteBuffer in) {
        byte[] body = new byte[Long.BYTES + CHAIN_BYTES];
        in.get(body);
        if (in.getInt() != checksum(body)) {
            return null;
        }
        return new Mark(ByteBuffer.wrap(body).getLong(), Arrays.copyOfRange(body, Long.BYTES, body.length));
    }

    private static int checksum(byte[] body) {
        CRC32C crc = new CRC32C();
        crc.update(body, 0, Long.BYTES + CHAIN_BYTES);
        return ~(int) crc.getValue(); // inverted, so that a slot of zeros is not whole
    }

    /** A position in the history of batches: the number of the last one and the hash over all up to it. */
    @SuppressWarnings("ArrayRecordComponent")
    record Mark(long sequence, byte[] chain) {
        static final Mark NONE = new Mark(0, new byte[CHAIN_BYTES]);

        byte[] encoded() {
            return ByteBuffer.allocate(Long.BYTES + CHAIN_BYTES)
                    .putLong(sequence)
                    .put(chain)
                    .array();
        }

        static Mark decoded(byte[] raw) {
            return new Mark(ByteBuffer.wrap(raw).getLong(), Arrays.copyOfRange(raw, Long.BYTES, raw.length));
        }
    }
}
