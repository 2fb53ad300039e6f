package worldmesh.world.component;

/** A declared record cannot be a component or command; the message names the record and the way out. */
public final class SchemaException extends RuntimeException {
    /** With a message for the developer. */
    public SchemaException(String message) {
        super(message);
    }
}
