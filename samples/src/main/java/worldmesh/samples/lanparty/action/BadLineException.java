package worldmesh.samples.lanparty.action;

/** A line that is no command; the message says what was expected, for the person who typed it. */
public final class BadLineException extends RuntimeException {
    private static final long serialVersionUID = 1;

    BadLineException(String message) {
        super(message);
    }
}
