package worldmesh.testkit.lab;

/** The laboratory could not do what it was told; the message is what its script said. */
public final class NatLabException extends RuntimeException {
    private static final long serialVersionUID = 1;

    NatLabException(String message) {
        super(message);
    }
}
