package worldmesh.peer.port;

import java.util.SortedMap;
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

    /**
     * What it did since it was opened: counts that only grow, by the noun and the participle of their metric, such as
     * {@code commands_accepted}. The names never change while it is open.
     */
    SortedMap<String, Long> counts();
}
