package worldmesh.mesh.identity;

/** A key file cannot be used; the message names the file, what is wrong with it and the way out. */
public final class KeyFileException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    KeyFileException(String message) {
        super(message);
    }

    KeyFileException(String message, Throwable cause) {
        super(message, cause);
    }
}
