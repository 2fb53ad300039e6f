package worldmesh.mesh.path;

import org.jspecify.annotations.Nullable;

/** How a peer came to know an address of its own, the best first (RFC 8445 §5.1.1). */
public enum CandidateKind {
    /** An address of the machine itself. */
    HOST(0),
    /** What a STUN server or another peer saw behind a NAT. */
    REFLEXIVE(1),
    /** An address at a TURN server, which carries for the peer. */
    RELAYED(2);

    private final int code;

    CandidateKind(int code) {
        this.code = code;
    }

    /** The number on the wire. */
    int code() {
        return code;
    }

    /** The kind with this number; null for one that is not known here. */
    static @Nullable CandidateKind ofCode(int code) {
        return switch (code) {
            case 0 -> HOST;
            case 1 -> REFLEXIVE;
            case 2 -> RELAYED;
            default -> null;
        };
    }
}
