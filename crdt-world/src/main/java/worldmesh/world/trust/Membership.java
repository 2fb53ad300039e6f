package worldmesh.world.trust;

/** Who may join a world. The code is part of the wire format. */
public enum Membership {
    /** Anybody who finds it. */
    OPEN(0),
    /** Who holds an invitation. */
    INVITE(1);

    private final int code;

    Membership(int code) {
        this.code = code;
    }

    /** The number on the wire. */
    public int code() {
        return code;
    }
}
