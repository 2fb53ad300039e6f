package worldmesh.world.entity;

/** Who may change a thing. The code is part of the wire format. */
public enum Trust {
    /** Any member of the world. */
    SHARED(0),
    /** The owner of the entity. */
    OWNED(1),
    /** The authority of the sector under a grant. */
    CRITICAL(2),
    /** The peer that made the entity, for ever: no claim hands it on. */
    FIXED(3);

    private final int code;

    Trust(int code) {
        this.code = code;
    }

    /** The number on the wire. */
    public int code() {
        return code;
    }

    /** The class with this code 0..3. */
    public static Trust ofCode(int code) {
        return switch (code) {
            case 0 -> SHARED;
            case 1 -> OWNED;
            case 2 -> CRITICAL;
            case 3 -> FIXED;
            default -> throw new IllegalArgumentException("trust code is " + code + ", must be within 0..3");
        };
    }
}
