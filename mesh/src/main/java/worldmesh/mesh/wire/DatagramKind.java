package worldmesh.mesh.wire;

/**
 * What the first byte of a datagram says. All values lie above 191, clear of STUN, DTLS, TURN and RTP (RFC 7983), so
 * that those can share the port.
 */
public enum DatagramKind {
    /** An initiator's first words, with or without a cookie. */
    HELLO,
    /** The stateless answer to a first hello. */
    COOKIE,
    /** A piece of the TLS handshake. */
    SEGMENT,
    /** A clear no to a hello. */
    REFUSAL,
    /** An offer to go on by a ticket. */
    RESUME,
    /** The answer to such an offer. */
    RESUMED,
    /** A sealed record of a link. */
    RECORD,
    /** Nothing this version knows. */
    UNKNOWN;

    static final int HELLO_BYTE = 0xC0;
    static final int COOKIE_BYTE = 0xC1;
    static final int SEGMENT_BYTE = 0xC2;
    static final int REFUSAL_BYTE = 0xC3;
    static final int RESUME_BYTE = 0xC4;
    static final int RESUMED_BYTE = 0xC5;

    /** The three high bits of a record; the low five are its epoch. */
    static final int RECORD_BITS = 0xE0;

    /** The kind of the datagram that begins with {@code firstByte}. */
    public static DatagramKind of(byte firstByte) {
        int value = firstByte & 0xFF;
        if (value >= RECORD_BITS) {
            return RECORD;
        }
        return switch (value) {
            case HELLO_BYTE -> HELLO;
            case COOKIE_BYTE -> COOKIE;
            case SEGMENT_BYTE -> SEGMENT;
            case REFUSAL_BYTE -> REFUSAL;
            case RESUME_BYTE -> RESUME;
            case RESUMED_BYTE -> RESUMED;
            default -> UNKNOWN;
        };
    }
}
