package worldmesh.world.component;

/** How concurrent changes of a component merge. The ordinal is part of the component id. */
public enum CellKind {
    /** One atomic value, the highest stamp wins. */
    REGISTER,
    /** A sum of additions. */
    COUNTER,
    /** A set of texts in which a concurrent addition beats a removal. */
    ADD_WINS_SET,
    /** A flag in which a concurrent enabling beats a disabling. */
    ENABLE_WINS_FLAG
}
