package worldmesh.world.component;

/**
 * How concurrent changes of a component merge. The code is part of the component id: kinds whose three low bits are
 * below four leave the upper two to the class of trust, all others are SHARED and have a code of five bits.
 */
public enum CellKind {
    /** One atomic value, the highest stamp wins. */
    REGISTER(0),
    /** A sum of additions. */
    COUNTER(1),
    /** A set of texts in which a concurrent addition beats a removal. */
    ADD_WINS_SET(2),
    /** A flag in which a concurrent enabling beats a disabling. */
    ENABLE_WINS_FLAG(3),
    /** The greatest of all longs that were offered. */
    MAX(4),
    /** A stock that is never overspent: escrow rights. */
    BOUNDED_COUNTER(5),
    /** A chunk of tiles, of each the last write. */
    TILES(6),
    /** A map of texts in which a concurrent binding beats a removal. */
    ADD_WINS_MAP(7),
    /** The least of all longs that were offered. */
    MIN(12),
    /** A text of units that keep their place among what others type. */
    TEXT(13),
    /** A list of values that keep their place among what others put in. */
    LIST(14),
    /** Under which entity this one is, in a tree that never has a ring. */
    TREE(15);

    private final int code;

    CellKind(int code) {
        this.code = code;
    }

    /** The number in the component id. */
    public int code() {
        return code;
    }
}
