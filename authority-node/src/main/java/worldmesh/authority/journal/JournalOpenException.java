package worldmesh.authority.journal;

/** A store directory cannot be opened; the message names the directory, what was found and the way out. */
public final class JournalOpenException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Refuses with {@code message}. */
    public JournalOpenException(String message) {
        super(message);
    }

    /** Refuses with {@code message}, because of {@code cause}. */
    public JournalOpenException(String message, Throwable cause) {
        super(message, cause);
    }
}
