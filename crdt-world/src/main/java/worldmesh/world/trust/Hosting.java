package worldmesh.world.trust;

/** Who holds the authority of a world. The ordinal is part of the wire format. */
public enum Hosting {
    /** One of the players' peers. */
    PARTY,
    /** Dedicated nodes. */
    HOSTED
}
