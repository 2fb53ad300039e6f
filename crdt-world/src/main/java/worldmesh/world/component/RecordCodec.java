package worldmesh.world.component;

import java.lang.invoke.MethodHandle;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;

/**
 * Reads and writes the records of one class through one composed method handle each, which the JIT compiles like
 * hand-written code. Missing trailing fields read as zero and unknown trailing bytes are ignored, so that a record may
 * grow at its end. Immutable; safe for several threads.
 */
public final class RecordCodec<T extends Record> {
    /** The largest encoded record. Sixteen kilobytes leave room for others in a 64 KiB message. */
    public static final int MAX_BYTES = 16 * 1024;

    private final Class<T> type;
    private final String signature;
    private final MethodHandle writer;
    private final MethodHandle reader;
    private final RecordFaults faults;

    RecordCodec(Class<T> type, String signature, MethodHandle writer, MethodHandle reader) {
        this(type, signature, writer, reader, RecordFaults.NO_FIELDS);
    }

    RecordCodec(Class<T> type, String signature, MethodHandle writer, MethodHandle reader, RecordFaults faults) {
        this.type = type;
        this.signature = signature;
        this.writer = writer;
        this.reader = reader;
        this.faults = faults;
    }

    /** Binds a record whose fields are boolean, numbers, text, enum, an id, Vec3 or Quat. */
    public static <T extends Record> RecordCodec<T> of(Class<T> type) {
        return RecordBinding.bind(type);
    }

    /**
     * Why {@link #decode} makes no record of these bytes, null if it does. The path begins with {@code name}; slower
     * than decoding, for errors and tools.
     */
    public @Nullable Fault fault(String name, byte[] data) {
        if (decode(data) != null) {
            return null;
        }
        return faults.find(name, data, this::refusal);
    }

    /** What the constructor says to these bytes, all of whose fields can be read. */
    @SuppressWarnings("IllegalCatch") // the record's own constructor may throw anything on hostile values
    private String refusal(byte[] data) {
        try {
            Record unused = (Record) reader.invokeExact(new ByteReader(data));
            return "is malformed";
        } catch (Error e) {
            throw e;
        } catch (Throwable e) {
            return "is refused by its constructor: " + e.getMessage();
        }
    }

    /** True if every field holds what was declared for it. */
    @SuppressWarnings("IllegalCatch") // a hostile value may have made the record's constructor leave a field null
    public boolean admits(T value) {
        try {
            ByteWriter out = new ByteWriter(64);
            writer.invokeExact((Record) value, out);
            return out.size() <= MAX_BYTES;
        } catch (Error e) {
            throw e;
        } catch (Throwable e) {
            return false;
        }
    }

    /** The record class. */
    public Class<T> type() {
        return type;
    }

    /** Names and types of the fields, for the schema hash. */
    public String signature() {
        return signature;
    }

    /** Appends the record; a null field or a text that is too long is an {@link IllegalArgumentException}. */
    @SuppressWarnings("IllegalCatch") // invokeExact declares Throwable
    public void encode(T value, ByteWriter out) {
        try {
            writer.invokeExact((Record) value, out);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalArgumentException("cannot write " + value, e);
        }
    }

    /** The record as bytes; refuses more than {@link #MAX_BYTES}. */
    public byte[] encode(T value) {
        ByteWriter out = new ByteWriter(32);
        encode(value, out);
        if (out.size() > MAX_BYTES) {
            throw new IllegalArgumentException("a " + type.getSimpleName() + " takes " + out.size()
                    + " bytes, must be at most " + MAX_BYTES + "; shorten its texts");
        }
        return out.toBytes();
    }

    /** Writes the record over what the writer held; refuses one that other peers would not read as it was written. */
    public void encodeReadable(T value, ByteWriter out) {
        encode(value, out.reset());
        if (out.size() > MAX_BYTES) {
            throw new IllegalArgumentException("a " + type.getSimpleName() + " takes " + out.size()
                    + " bytes, must be at most " + MAX_BYTES + "; shorten its texts");
        }
        if (decode(new ByteReader(out.array(), 0, out.size())) == null) {
            throw new IllegalArgumentException(value + " does not survive its own codec; check its constructor");
        }
    }

    /** The record in these bytes, null if they are malformed or its constructor refuses the values. */
    public @Nullable T decode(byte[] data) {
        return decode(new ByteReader(data));
    }

    /** The record at the reader, null if malformed; never throws. */
    @SuppressWarnings("IllegalCatch") // the record's own constructor may throw anything on hostile values
    public @Nullable T decode(ByteReader in) {
        try {
            Record value = (Record) reader.invokeExact(in);
            return in.ok() ? type.cast(value) : null;
        } catch (Error e) {
            throw e;
        } catch (Throwable e) {
            in.fail();
            return null;
        }
    }

    /** True if the record encodes to exactly these bytes; false also if it cannot be encoded. Never throws. */
    @SuppressWarnings("IllegalCatch") // a hostile value may have made the record's constructor leave a field null
    public boolean says(Record value, byte[] data) {
        ByteWriter out = new ByteWriter(Math.max(16, data.length));
        try {
            writer.invokeExact(value, out);
        } catch (Error e) {
            throw e;
        } catch (Throwable e) {
            return false;
        }
        return Arrays.equals(out.array(), 0, out.size(), data, 0, data.length);
    }

    /** The record as every other peer will see it: quantised and with canonical numbers. */
    public T settled(T value) {
        T settled = decode(encode(value));
        if (settled == null) {
            throw new IllegalArgumentException(value + " does not survive its own codec; check its constructor");
        }
        return settled;
    }
}
