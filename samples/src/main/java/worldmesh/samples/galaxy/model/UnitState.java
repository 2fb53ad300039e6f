package worldmesh.samples.galaxy.model;

/** What a unit does. */
public enum UnitState {
    /** Stands. */
    IDLE(0),
    /** Goes somewhere. */
    MOVING(1),
    /** Shoots. */
    FIGHTING(2),
    /** Takes a deposit. */
    CAPTURING(3),
    /** Is destroyed and waits to be rebuilt. */
    WRECKED(4);

    private final int code;

    UnitState(int code) {
        this.code = code;
    }

    /** The number on the wire. */
    public int code() {
        return code;
    }
}
