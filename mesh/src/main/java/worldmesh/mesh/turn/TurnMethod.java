package worldmesh.mesh.turn;

/** The methods of RFC 8656 §17. */
public final class TurnMethod {
    /** Asks for an address at the server. */
    public static final int ALLOCATE = 0x003;

    /** Keeps it, or gives it back. */
    public static final int REFRESH = 0x004;

    /** Brings a datagram to the server. */
    public static final int SEND = 0x006;

    /** Brings one from it. */
    public static final int DATA = 0x007;

    /** Lets the datagrams of one host in. */
    public static final int CREATE_PERMISSION = 0x008;

    /** Gives a peer a number, so that its datagrams need four bytes more and no message around them. */
    public static final int CHANNEL_BIND = 0x009;

    private TurnMethod() {}
}
