package worldmesh.mesh.relay;

import org.jspecify.annotations.Nullable;

/** Why a peer does not carry a datagram. The numbers are on the wire: none is ever given to another reason. */
public enum RelayRefusal {
    /** It carries nothing for others. */
    UNWILLING(1),
    /** The peer that is wanted is not linked with it, is silent, or is not of its party. */
    UNREACHABLE(2),
    /** Who asks is not of its party. */
    STRANGER(3),
    /** It carries as many pairs as it will, or as many of this peer. */
    TOO_MANY_PAIRS(4),
    /** The datagram would go over two relays. */
    TOO_FAR(5),
    /** More bytes than it gives; the datagram is dropped, and nobody is told, as in any network. */
    TOO_FAST(6),
    /** Too short to be anything: the answer would be longer. */
    TOO_SHORT(7);

    private static final RelayRefusal[] ALL = values();

    private final int wire;

    RelayRefusal(int wire) {
        this.wire = wire;
    }

    /** The number on the wire. */
    public int wire() {
        return wire;
    }

    /** True if who asked hears of it; it then tries another one. */
    public boolean isTold() {
        return this != TOO_FAST && this != TOO_SHORT;
    }

    /** The reason with this number; null for one that is not known here. */
    public static @Nullable RelayRefusal ofWire(int number) {
        for (RelayRefusal refusal : ALL) {
            if (refusal.wire == number) {
                return refusal;
            }
        }
        return null;
    }
}
