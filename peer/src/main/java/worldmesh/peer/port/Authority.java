package worldmesh.peer.port;

import worldmesh.runtime.identity.PeerId;
import worldmesh.world.command.CommandEnvelope;

/**
 * Judges commands for one world under one grant: validates, makes durable, then answers through its outbox. Runs on the
 * thread that updates the session; the outbox may be called from {@link #onCommand}, {@link #onTime} and from the
 * callbacks of the store.
 */
public interface Authority {
    /** Takes a command of {@code from}; the same command id gets the same answer again. */
    void onCommand(PeerId from, CommandEnvelope command, long nowNanos);

    /** Takes the time, once per update of the session. */
    void onTime(long nowNanos, long worldMillis);

    /** The epoch of the grant it answers under. */
    long epoch();
}
