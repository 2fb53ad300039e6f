package worldmesh.samples.troupe;

/** The demonstration could not be carried out; the message says why and where to look. */
public final class TroupeException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Says why, and where to look. */
    public TroupeException(String message) {
        super(message);
    }
}
