package worldmesh.world.crdt;

import org.jspecify.annotations.Nullable;
import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.world.bytes.Payload;
import worldmesh.world.causal.Stamp;
import worldmesh.world.component.ComponentType;
import worldmesh.world.component.RecordCodec;

/** An atomic value: the write with the highest stamp wins, among equal stamps the greater bytes. Not thread-safe. */
public final class Register implements Cell {
    private Stamp stamp;
    private Payload value;
    private @Nullable Record view;
    private boolean whole;

    /** A register that holds its first write. */
    public Register(Stamp stamp, Payload value) {
        this.stamp = stamp;
        this.value = value;
    }

    /** Takes the write if it wins. */
    public void write(Stamp at, Payload bytes) {
        int order = at.compareTo(stamp);
        if (order > 0 || (order == 0 && bytes.compareTo(value) > 0)) {
            set(at, bytes);
        }
    }

    /** Replaces this replica's own write that nobody else has seen yet; a newer one stays. */
    public void rewrite(Stamp at, Payload bytes) {
        if (at.compareTo(stamp) >= 0) {
            set(at, bytes);
        }
    }

    private void set(Stamp at, Payload bytes) {
        stamp = at;
        value = bytes;
        view = null;
        whole = false;
    }

    /** True if {@code other} holds the winning write. */
    public boolean losesTo(Register other) {
        int order = other.stamp.compareTo(stamp);
        return order > 0 || (order == 0 && other.value.compareTo(value) > 0);
    }

    /** The stamp of the winning write. */
    public Stamp stamp() {
        return stamp;
    }

    /** The value as a record of the type, null if its bytes are not one; decoded once. */
    public @Nullable Record view(ComponentType<?> type) {
        if (view == null) {
            view = type.codec().decode(value.array());
        }
        return view;
    }

    /** True if {@link #view} says all of the bytes: none malformed, none of a later version's fields. */
    public boolean isWhole(ComponentType<?> type) {
        if (!whole) {
            Record seen = view(type);
            whole = seen != null && type.codec().says(seen, value.array());
        }
        return whole;
    }

    @Override
    public Payload value() {
        return value;
    }

    @Override
    public void join(Cell other) {
        Register that = (Register) other;
        write(that.stamp, that.value);
    }

    @Override
    public Cell copy() {
        return new Register(stamp, value);
    }

    @Override
    public void encode(ByteWriter out) {
        stamp.encode(out);
        out.block(value.array());
    }

    static Register decode(ByteReader in) {
        Stamp stamp = Stamp.decode(in);
        return new Register(stamp, Payload.wrap(in.block(RecordCodec.MAX_BYTES)));
    }

    @Override
    public long newestClock() {
        return stamp.clock();
    }
}
