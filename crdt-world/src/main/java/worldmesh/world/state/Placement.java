package worldmesh.world.state;

import org.jspecify.annotations.Nullable;
import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.world.causal.Stamp;
import worldmesh.world.sector.SectorId;
import worldmesh.world.trust.WireIds;

/**
 * What one sector knows of where an entity is and whose. An entity that moved has a copy in each sector it was in; the
 * one named by the highest home stamp is where it is, the others are ghosts. Each field only grows in its order. Not
 * thread-safe.
 */
public final class Placement {
    private boolean present;
    private @Nullable SectorId birth;
    private @Nullable SectorId home;
    private Stamp homeStamp = Stamp.NONE;
    private @Nullable Ownership ownership;

    Placement() {}

    /** True once the entity was born in or entered this sector; writes may arrive before. */
    public boolean present() {
        return present;
    }

    /** The sector the entity was born in, null while nobody said. */
    public @Nullable SectorId birth() {
        return birth;
    }

    /** Where this sector believes the entity is, null while nobody said. */
    public @Nullable SectorId home() {
        return home;
    }

    /** The stamp of {@link #home}. */
    public Stamp homeStamp() {
        return homeStamp;
    }

    /** The claim that wins in this sector, null for the birth. */
    public @Nullable Ownership ownership() {
        return ownership;
    }

    /** Of an entity that was born here, never left and was never claimed. */
    static Placement unmoved(SectorId sector) {
        Placement out = new Placement();
        out.appear(sector);
        out.settle(Stamp.NONE, sector);
        return out;
    }

    boolean isUnmoved(SectorId sector) {
        boolean here = present && sector.equals(birth) && sector.equals(home);
        return here && ownership == null && homeStamp.compareTo(Stamp.NONE) == 0;
    }

    /** True if nobody said anything. */
    boolean isBlank() {
        return !present && birth == null && home == null && ownership == null;
    }

    void appear(SectorId born) {
        present = true;
        // A forger may name another birth sector; the least name is the same on every replica.
        birth = birth == null || born.compareTo(birth) < 0 ? born : birth;
    }

    void settle(Stamp stamp, SectorId at) {
        int order = stamp.compareTo(homeStamp);
        if (home == null || order > 0 || (order == 0 && at.compareTo(home) > 0)) {
            home = at;
            homeStamp = stamp;
        }
    }

    void own(Ownership by) {
        if (ownership == null || by.compareTo(ownership) > 0) {
            ownership = by;
        }
    }

    void join(Placement other) {
        if (other.birth != null) {
            SectorId born = other.birth;
            boolean was = present;
            appear(born);
            present = was || other.present;
        }
        if (other.home != null) {
            settle(other.homeStamp, other.home);
        }
        if (other.ownership != null) {
            own(other.ownership);
        }
    }

    long newestClock() {
        long newest = homeStamp.clock();
        boolean claimed = ownership != null && Long.compareUnsigned(ownership.clock(), newest) > 0;
        return claimed && ownership != null ? ownership.clock() : newest;
    }

    void encode(ByteWriter out) {
        out.u8(present ? 1 : 0);
        optional(birth, out);
        optional(home, out);
        homeStamp.encode(out);
        out.u8(ownership == null ? 0 : 1);
        if (ownership != null) {
            ownership.encode(out);
        }
    }

    private static void optional(@Nullable SectorId sector, ByteWriter out) {
        out.u8(sector == null ? 0 : 1);
        if (sector != null) {
            sector.encode(out);
        }
    }

    static Placement decode(ByteReader in) {
        boolean present = WireIds.flag(in);
        SectorId birth = WireIds.flag(in) ? SectorId.decode(in) : null;
        SectorId home = WireIds.flag(in) ? SectorId.decode(in) : null;
        Stamp homeStamp = Stamp.decode(in);
        Placement out = new Placement();
        out.ownership = WireIds.flag(in) ? Ownership.decode(in) : null;
        if (present != (birth != null) || (home == null && homeStamp.compareTo(Stamp.NONE) != 0)) {
            in.fail();
        }
        out.present = present;
        out.birth = birth;
        out.home = home;
        out.homeStamp = homeStamp;
        return out;
    }
}
