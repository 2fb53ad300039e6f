package worldmesh.world.access;

/** What a peer is to a world, as the statements known have it. */
public enum Standing {
    /** The founder, voted into a roster by a quorum, or let in by a member. */
    MEMBER,
    /** Nobody vouches for it: it needs an invitation where one is asked for. */
    STRANGER,
    /** Kicked or banned. */
    BARRED
}
