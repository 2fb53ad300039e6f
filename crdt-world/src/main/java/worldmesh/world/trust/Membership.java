package worldmesh.world.trust;

/** Who may join a world. The ordinal is part of the wire format. */
public enum Membership {
    /** Anybody who finds it. */
    OPEN,
    /** Who holds an invitation. */
    INVITE
}
