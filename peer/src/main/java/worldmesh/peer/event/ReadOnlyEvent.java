package worldmesh.peer.event;

/**
 * The world became read-only, or takes commands again: meanwhile the authority refuses every command. Edits of shared
 * components need no authority and go on.
 *
 * @param reason why, for people; empty when it takes commands again
 */
public record ReadOnlyEvent(String reason, Origin origin, long worldMillis) implements SystemMessage {
    /** True if commands are refused from now on. */
    public boolean readOnly() {
        return !reason.isEmpty();
    }
}
