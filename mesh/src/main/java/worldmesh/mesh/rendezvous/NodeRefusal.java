package worldmesh.mesh.rendezvous;

import org.jspecify.annotations.Nullable;

/** Why a rendezvous node does not carry a datagram, or ends a connection; the number is on the wire. */
public enum NodeRefusal {
    /** Nobody of that name is there for that world. */
    NOT_HERE(1),
    /** A stranger to the receiver may send so much and no more. */
    STRANGER(2),
    /** A frame that is none, or at the wrong time. */
    MALFORMED(3),
    /** The signature is not that of the key, or not for this node and connection. */
    FORGED(4),
    /** A registration that was said before, or an older one. */
    REPLAYED(5),
    /** It did not say who it is in time, or did not renew it. */
    EXPIRED(6),
    /** Too many connections, of this address or in all. */
    FULL(7),
    /** More frames than a peer needs. */
    FLOOD(8),
    /** The same peer came again. */
    REPLACED(9),
    /** More bytes than the node carries in a second, of one peer or in all. */
    OVER_RATE(10);

    /** The largest number. */
    public static final int CODE_MAX = 10;

    private final int code;

    NodeRefusal(int code) {
        this.code = code;
    }

    /** The number on the wire. */
    public int code() {
        return code;
    }

    /** The reason with this number; null for one that is not known here. */
    public static @Nullable NodeRefusal ofCode(int code) {
        for (NodeRefusal each : values()) {
            if (each.code == code) {
                return each;
            }
        }
        return null;
    }
}
