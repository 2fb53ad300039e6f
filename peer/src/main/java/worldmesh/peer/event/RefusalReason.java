package worldmesh.peer.event;

import org.jspecify.annotations.Nullable;

/** Why a peer does not let another in. The code is what travels. */
public enum RefusalReason {
    /** The session protocols differ. */
    VERSION(1),
    /** The other side belongs to another world. */
    WORLD_MISMATCH(2),
    /** The components differ; the detail names both hashes. */
    SCHEMA_MISMATCH(3),
    /** The world is by invitation and the proof is missing or wrong. */
    INVITATION_WRONG(4),
    /** The party is full. */
    SERVER_FULL(5),
    /** The host banned this peer. */
    BANNED(6),
    /** Neither side knows a world yet. */
    NO_WORLD(7),
    /** The other side did not say hello in time, or sent too much. */
    PROTOCOL(8),
    /** The host sent this peer away. */
    KICKED(9),
    /** The host let nobody new in. */
    LOCKED(10),
    /** The invitation let in as many as it was made for. */
    INVITATION_USED(11),
    /** The invitation is too old. */
    INVITATION_EXPIRED(12),
    /** Who gave the invitation took it back. */
    INVITATION_REVOKED(13),
    /** Who gave the invitation is out of reach of the member that was asked; it may be there again in a moment. */
    GIVER_AWAY(14);

    private final int code;

    RefusalReason(int code) {
        this.code = code;
    }

    /** The number on the wire. */
    public int code() {
        return code;
    }

    /** True if the two do not fit together; otherwise one of them may not come in, which says nothing of the other. */
    public boolean isMutual() {
        return switch (this) {
            case VERSION, WORLD_MISMATCH, SCHEMA_MISMATCH -> true;
            case INVITATION_WRONG,
                    SERVER_FULL,
                    BANNED,
                    NO_WORLD,
                    PROTOCOL,
                    KICKED,
                    LOCKED,
                    INVITATION_USED,
                    INVITATION_EXPIRED,
                    INVITATION_REVOKED,
                    GIVER_AWAY -> false;
        };
    }

    /** True if no attempt ever ends otherwise, as long as both are what they are. */
    public boolean isForGood() {
        return this == BANNED || isMutual();
    }

    /** True if the next attempt may end otherwise. */
    public boolean isPassing() {
        return this == PROTOCOL || this == NO_WORLD || this == GIVER_AWAY;
    }

    /** The reason with this number, or null. */
    public static @Nullable RefusalReason ofCode(int code) {
        for (RefusalReason reason : values()) {
            if (reason.code == code) {
                return reason;
            }
        }
        return null;
    }
}
