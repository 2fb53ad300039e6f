package worldmesh.world.entity;

/** Who may change a thing. The ordinal is part of the wire format. */
public enum Trust {
    /** Any member of the world. */
    SHARED,
    /** The owner of the entity. */
    OWNED,
    /** The authority of the sector under a grant. */
    CRITICAL;

    private static final Trust[] ALL = values();

    /** The class with this ordinal, or CRITICAL, the strictest, for a number that no version uses yet. */
    public static Trust ofCode(int code) {
        return code >= 0 && code < ALL.length ? ALL[code] : CRITICAL;
    }
}
