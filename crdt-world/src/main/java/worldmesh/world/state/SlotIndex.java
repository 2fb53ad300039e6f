package worldmesh.world.state;

/** Finds entities over several tables by open addressing; the ids lie in the tables alone. Not thread-safe. */
abstract class SlotIndex {
    static final long NONE = -1;
    private static final int LEAST = 16;

    /** A table's number plus one and a slot, 0 for a free place. */
    private long[] refs = new long[LEAST];

    private int count;

    /** The table of a number. */
    abstract EntityTable table(int number);

    static int number(long ref) {
        return (int) (ref >>> 32) - 1;
    }

    static long ref(int number, int slot) {
        return ((number + 1L) << 32) | slot;
    }

    static int slot(long ref) {
        return (int) ref;
    }

    private static int hash(long replica, long counter) {
        long mixed = (counter + replica * 0x5851_F42D_4C95_7F2DL) * 0x9E37_79B9_7F4A_7C15L;
        return (int) (mixed >>> 32);
    }

    /** Where an entity is, -1 if it is in no table of this index. */
    final long find(long replica, long counter) {
        int at = place(replica, counter);
        return refs[at] == 0 ? NONE : refs[at];
    }

    private int place(long replica, long counter) {
        int mask = refs.length - 1;
        int at = hash(replica, counter) & mask;
        for (; refs[at] != 0; at = (at + 1) & mask) {
            EntityTable table = table(number(refs[at]));
            int slot = slot(refs[at]);
            if (table.counter(slot) == counter && table.replica(slot) == replica) {
                return at;
            }
        }
        return at;
    }

    /** How many entities it finds. */
    final int count() {
        return count;
    }

    /** Makes room for so many more. */
    final void reserve(int more) {
        int size = refs.length;
        while (5L * (count + more) > 4L * size) {
            size *= 2;
        }
        if (size > refs.length) {
            long[] old = refs;
            refs = new long[size];
            for (long ref : old) {
                if (ref != 0) {
                    EntityTable table = table(number(ref));
                    refs[place(table.replica(slot(ref)), table.counter(slot(ref)))] = ref;
                }
            }
        }
    }

    /** Enters what is at a slot of a table and in no other. */
    final void put(int number, int slot) {
        reserve(1);
        EntityTable table = table(number);
        int at = place(table.replica(slot), table.counter(slot));
        count += refs[at] == 0 ? 1 : 0;
        refs[at] = ref(number, slot);
    }

    /** Takes an entity out, whose slot still says who it is. */
    final void remove(long replica, long counter) {
        int mask = refs.length - 1;
        int hole = place(replica, counter);
        if (refs[hole] == 0) {
            return;
        }
        for (int at = (hole + 1) & mask; refs[at] != 0; at = (at + 1) & mask) {
            EntityTable table = table(number(refs[at]));
            int wanted = hash(table.replica(slot(refs[at])), table.counter(slot(refs[at]))) & mask;
            // What stands at or after its own place up to here may fill the hole.
            if (((at - wanted) & mask) >= ((at - hole) & mask)) {
                refs[hole] = refs[at];
                hole = at;
            }
        }
        refs[hole] = 0;
        count--;
    }
}
