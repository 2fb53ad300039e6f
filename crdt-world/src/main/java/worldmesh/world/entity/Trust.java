package worldmesh.world.entity;

/** Who may change a thing. The code is part of the wire format. */
public enum Trust {
    /** Any member of the world. */
    SHARED(0),
    /** The owner of the entity. */
    OWNED(1),
    /** The authority of the sector under a grant. */
    CRITICAL(2);

    private final int code;

    Trust(int code) {
        this.code = code;
    }

    /** The number on the wire. */
    public int code() {
        return code;
    }

    /** The class with this code, or CRITICAL, the strictest, for a number that no version uses yet. */
    public static Trust ofCode(int code) {
        return switch (code) {
            case 0 -> SHARED;
            case 1 -> OWNED;
            default -> CRITICAL;
        };
    }
}
