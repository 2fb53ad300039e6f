package worldmesh.world.crdt.sequence;

import worldmesh.world.bytes.BitReader;
import worldmesh.world.bytes.BitWriter;

/** What units of a sequence hold, one after the other: of a text letters, of a list values. Not thread-safe. */
public abstract sealed class Units permits TextUnits, ValueUnits {
    /** None yet, of the same kind. */
    public abstract Units fresh();

    /** How many there are. */
    public abstract int length();

    /** Adds units of the same kind. */
    public abstract void append(Units from, int start, int end);

    /** Forgets all and keeps the memory. */
    abstract void clear();

    /** Some of them. */
    public final Units part(int start, int end) {
        Units out = fresh();
        out.append(this, start, end);
        return out;
    }

    /** Orders by the first unit that differs, then by length; of the same kind. */
    abstract int compare(Units other);

    /** True if the others begin with all of these. */
    abstract boolean begins(Units other);

    /** True if a unit is the same as another's. */
    abstract boolean isSame(int i, Units other, int j);

    /** True if one author cannot write these and others of the same kind to one sequence. */
    abstract boolean exceeds(Units more);

    /** No more bytes than this. */
    abstract int sizeBound();

    /** Writes all of them: docs/wire-world.md, "Text" and "List". */
    abstract void encode(BitWriter out);

    /** Adds so many units that {@link #encode} wrote; false if they are malformed. */
    abstract boolean decode(int count, BitReader in);
}
