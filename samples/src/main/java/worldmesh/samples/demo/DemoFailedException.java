package worldmesh.samples.demo;

/** The demonstration could not be carried out; the message says why and where to look. */
public final class DemoFailedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    DemoFailedException(String message) {
        super(message);
    }
}
