package worldmesh.authority.journal;

/** The disk failed the journal, which has stopped for good; what was reported durable is still on disk. */
public final class JournalFailedException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    /** Refuses with {@code message}. */
    public JournalFailedException(String message) {
        super(message);
    }
}
