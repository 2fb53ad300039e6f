package worldmesh.world.state;

import java.util.Arrays;
import java.util.function.IntConsumer;
import org.agrona.collections.Int2ObjectHashMap;
import worldmesh.world.sector.SectorId;

/** Where the copies of a sector are, by slot: a byte for each, and what a few say beyond it. Not thread-safe. */
final class Placements {
    /** Nobody said where it is. */
    private static final byte BARE = 0;

    /** Born here, never left, never claimed. */
    private static final byte UNMOVED = 1;

    /** Anything else, which the placement says. */
    private static final byte ODD = 2;

    /** Another sector speaks of the entity too. */
    private static final byte SHARED = 4;

    private static final byte PLACE = 3;

    private static final int LEAST = 16;

    private final SectorId sector;
    private final Int2ObjectHashMap<Placement> odd = new Int2ObjectHashMap<>();
    private byte[] marks = new byte[LEAST];
    /** A bit for each slot that is unmoved and of no other sector's: what is asked most lies in little memory. */
    private long[] plain = new long[1];

    Placements(SectorId sector) {
        this.sector = sector;
    }

    /** How many slots there is room for. */
    int room() {
        return marks.length;
    }

    void reserve(int slots) {
        marks = Arrays.copyOf(marks, slots);
        plain = Arrays.copyOf(plain, (slots + Long.SIZE - 1) / Long.SIZE);
    }

    boolean isUnmoved(int slot) {
        return (marks[slot] & PLACE) == UNMOVED;
    }

    boolean isAloneAndUnmoved(int slot) {
        return ((plain[slot >> 6] >>> slot) & 1) != 0;
    }

    private void set(int slot, int mark) {
        marks[slot] = (byte) mark;
        if (mark == UNMOVED) {
            plain[slot >> 6] |= 1L << slot;
        } else {
            plain[slot >> 6] &= ~(1L << slot);
        }
    }

    void share(int slot, boolean shared) {
        set(slot, (marks[slot] & PLACE) | (shared ? SHARED : 0));
    }

    Placement at(int slot) {
        int place = marks[slot] & PLACE;
        Placement found = place == ODD ? odd.get(slot) : null;
        return found != null ? found : place == UNMOVED ? Placement.unmoved(sector) : new Placement();
    }

    void spawn(int slot) {
        if ((marks[slot] & PLACE) == ODD) {
            join(slot, Placement.unmoved(sector));
        } else {
            mark(slot, UNMOVED);
        }
    }

    private void mark(int slot, byte place) {
        set(slot, (marks[slot] & SHARED) | place);
    }

    void join(int slot, Placement said) {
        Placement joined = at(slot);
        joined.join(said);
        odd.remove(slot);
        boolean unmoved = joined.isUnmoved(sector);
        if (!unmoved && !joined.isBlank()) {
            odd.put(slot, joined);
            mark(slot, ODD);
        } else {
            mark(slot, unmoved ? UNMOVED : BARE);
        }
    }

    long newestClock(int slot) {
        return (marks[slot] & PLACE) == ODD ? at(slot).newestClock() : 0;
    }

    void eachOdd(IntConsumer visitor) {
        odd.keySet().forEach(slot -> visitor.accept(slot));
    }

    void forget(int slot) {
        odd.remove(slot);
        set(slot, BARE);
    }
}
