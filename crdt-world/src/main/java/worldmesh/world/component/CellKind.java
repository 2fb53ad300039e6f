package worldmesh.world.component;

/** How concurrent changes of a component merge. The code is part of the component id. */
public enum CellKind {
    /** One atomic value, the highest stamp wins. */
    REGISTER(0),
    /** A sum of additions. */
    COUNTER(1),
    /** A set of texts in which a concurrent addition beats a removal. */
    ADD_WINS_SET(2),
    /** A flag in which a concurrent enabling beats a disabling. */
    ENABLE_WINS_FLAG(3);

    private final int code;

    CellKind(int code) {
        this.code = code;
    }

    /** The number in the component id. */
    public int code() {
        return code;
    }
}
