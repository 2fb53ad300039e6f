package worldmesh.mesh.link;

import worldmesh.runtime.identity.PeerId;

/** Takes messages of the lane VOICE as they arrive, where they lie. */
@FunctionalInterface
public interface VoiceTap {
    /**
     * True if the message is done with; false if it is to go where all others go.
     *
     * @param message lent for the call
     */
    boolean take(PeerId from, Payload message, long nowNanos);
}
