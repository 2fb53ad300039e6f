package worldmesh.world.replica;

/**
 * The past that was asked for is older than what is retained: its batches were dropped, or never came since a snapshot
 * brought what they made. Ask for {@link ReplicaHistory#oldest()} or later, or retain more by {@link ReplicaLimits}.
 */
public final class HistoryGoneException extends RuntimeException {
    private static final long serialVersionUID = 1;

    HistoryGoneException(String message) {
        super(message);
    }
}
