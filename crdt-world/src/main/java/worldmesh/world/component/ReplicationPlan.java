package worldmesh.world.component;

import org.jspecify.annotations.Nullable;

/**
 * A {@link ReplicationConfig} as a value, since an annotation is read by reflection.
 *
 * @param who who is sent the component
 * @param rate messages a second while it moves
 * @param lane the lane of its stream
 * @param interest how many sectors away it is of interest, or {@link ReplicationConfig#EVERYWHERE}
 * @param ownerChange whether it can get another owner
 */
public record ReplicationPlan(
        ReplicationConfig.Who who,
        int rate,
        ReplicationConfig.Lane lane,
        int interest,
        ReplicationConfig.OwnerChange ownerChange) {
    /** What holds where nothing is said. */
    public static final ReplicationPlan DEFAULT = new ReplicationPlan(
            ReplicationConfig.Who.EVERYONE,
            20,
            ReplicationConfig.Lane.STATE,
            ReplicationConfig.EVERYWHERE,
            ReplicationConfig.OwnerChange.CLAIM);

    /** Refuses rates and interests out of range. */
    public ReplicationPlan {
        if (rate < 1 || rate > ReplicationConfig.RATE_MAX) {
            throw new SchemaException("rate is " + rate + ", must be within 1.." + ReplicationConfig.RATE_MAX);
        }
        if (interest < ReplicationConfig.EVERYWHERE || interest > ReplicationConfig.INTEREST_MAX) {
            throw new SchemaException("interest is " + interest + " sectors, must be within 0.."
                    + ReplicationConfig.INTEREST_MAX + " or EVERYWHERE");
        }
    }

    static ReplicationPlan of(@Nullable Networked networked) {
        if (networked == null) {
            return DEFAULT;
        }
        ReplicationConfig config = networked.replication();
        return new ReplicationPlan(config.who(), config.rate(), config.lane(), config.interest(), config.ownerChange());
    }

    /** True if it comes to rest in its cell and so in history; else it is only streamed. */
    public boolean settles() {
        return who == ReplicationConfig.Who.EVERYONE;
    }

    /** True if its stream is as it is where nothing is said. */
    boolean streamsByDefault() {
        return equals(new ReplicationPlan(DEFAULT.who, DEFAULT.rate, DEFAULT.lane, DEFAULT.interest, ownerChange));
    }

    /** What receivers rely on, for the schema hash; empty for the default. */
    String signature() {
        return settles() ? "" : "who:" + who + ";";
    }
}
