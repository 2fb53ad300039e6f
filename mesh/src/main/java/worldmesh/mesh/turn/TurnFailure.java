package worldmesh.mesh.turn;

/** Why a server gives nothing now. */
public enum TurnFailure {
    /** It answers nothing, or the connection to it does not come up. */
    SILENT(30),
    /** It knows no such user, or another password. */
    UNAUTHORIZED(300),
    /** It asks for new proofs again and again, or says again and again that what it gave is not there. */
    UNSTEADY(60),
    /** It has no address left for this user. */
    FULL(60),
    /** What it gives is no address, or it does not do what is asked. */
    UNFIT(300);

    private final long pauseSeconds;

    TurnFailure(long pauseSeconds) {
        this.pauseSeconds = pauseSeconds;
    }

    /** It is not asked again before so long. */
    long pauseNanos() {
        return pauseSeconds * 1_000_000_000L;
    }

    /** What an error says about a server that refuses an allocation (RFC 8656 §7.4, §19). */
    static TurnFailure of(int errorCode) {
        return switch (errorCode) {
            case 401, 403, 441 -> UNAUTHORIZED;
            case 437, 438 -> UNSTEADY;
            case 486, 508 -> FULL;
            default -> UNFIT;
        };
    }
}
