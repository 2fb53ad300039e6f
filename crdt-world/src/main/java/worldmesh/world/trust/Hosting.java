package worldmesh.world.trust;

/** Who holds the authority of a world. The code is part of the wire format. */
public enum Hosting {
    /** One of the players' peers. */
    PARTY(0),
    /** Dedicated nodes. */
    HOSTED(1);

    private final int code;

    Hosting(int code) {
        this.code = code;
    }

    /** The number on the wire. */
    public int code() {
        return code;
    }
}
