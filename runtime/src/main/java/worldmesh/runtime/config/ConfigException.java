package worldmesh.runtime.config;

/** A configuration cannot be used. The message names the key, the value seen, the values allowed and the way out. */
public final class ConfigException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** With the whole message. */
    public ConfigException(String message) {
        super(message);
    }

    /** With the whole message and what caused it. */
    public ConfigException(String message, Throwable cause) {
        super(message, cause);
    }
}
