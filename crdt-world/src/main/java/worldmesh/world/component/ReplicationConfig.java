package worldmesh.world.component;

import java.lang.annotation.Documented;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * How an owned component is replicated; part of {@link Networked}. All but {@link #ownerChange} is about the stream of
 * a {@link Motion} component. What settles into its cell is history, which every member gets whatever stands here,
 * except that a component which is not for {@link Who#EVERYONE} never enters history.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({})
public @interface ReplicationConfig {
    /** The interest that reaches everybody. */
    int EVERYWHERE = -1;

    /** The highest rate. */
    int RATE_MAX = 60;

    /** The furthest interest in sectors. */
    int INTEREST_MAX = 1024;

    /** Who is sent the component. */
    Who who() default Who.EVERYONE;

    /** Messages a second while it moves, 1..{@value #RATE_MAX}. 20 by default: design §7. */
    int rate() default 20;

    /** The lane of the stream. */
    Lane lane() default Lane.STATE;

    /**
     * How near a peer must be to be sent the stream: one of its own moving entities is at most so many sectors away
     * from the entity's. 0 is the same sector, 1 one that touches it, {@link #EVERYWHERE} no limit.
     */
    int interest() default EVERYWHERE;

    /** Whether the component can get another owner. */
    OwnerChange ownerChange() default OwnerChange.CLAIM;

    /** Who is sent a component. */
    enum Who {
        /** Every member of the party, and it settles into history. */
        EVERYONE,
        /** The holder of the authority alone, once a second also at rest; never part of history. */
        AUTHORITY,
        /** Nobody: it lives in its owner's memory. */
        OWNER
    }

    /** How a stream travels. */
    enum Lane {
        /** Newest wins; a lost pose is not sent again. */
        STATE,
        /** In order and without loss, as far as the link has room. */
        RELIABLE
    }

    /** Whether a component can get another owner. */
    enum OwnerChange {
        /** The owner, or the authority, hands the entity over by a claim. */
        CLAIM,
        /** As {@code CLAIM}, and other peers may ask the owner's session for it, which grants or refuses. */
        REQUEST,
        /** Never: claims to an entity that is born with the component are void on every replica. */
        FIXED
    }
}
