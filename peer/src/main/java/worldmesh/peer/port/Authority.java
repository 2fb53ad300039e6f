package worldmesh.peer.port;

import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import worldmesh.runtime.identity.PeerId;
import worldmesh.world.command.CommandEnvelope;
import worldmesh.world.command.Receipt;
import worldmesh.world.delta.SignedBatch;
import worldmesh.world.sector.SectorId;
import worldmesh.world.trust.Proof;

/**
 * One peer's part in the authority of one world: it holds the role, or follows the peer that does. The holder
 * validates commands, makes them durable, here and where the party's rules ask for it, and only then answers through
 * its outbox. Runs on the thread that updates the session; the outbox may be called from every method and from the
 * callbacks of the store.
 */
public interface Authority extends AutoCloseable {
    /** Takes a command of {@code from}; the same command id gets the same answer again. */
    void onCommand(PeerId from, CommandEnvelope command, long nowNanos);

    /** Takes a message that the authority of an admitted peer sent. Nothing in it is trusted. */
    void onMessage(PeerId from, byte[] message, long nowNanos);

    /** Takes the members that are in reach now, this peer included, by seniority. Before the first view: this one. */
    void onView(List<PeerId> members, long nowNanos);

    /**
     * A peer is admitted over a new link: what was sent to it before that was lost, if a view named it already or the
     * link before died.
     */
    default void onReach(PeerId peer, long nowNanos) {}

    /**
     * Messages that came wait for the next update: who seems silent may have spoken. Called before {@link #onTime} in
     * each update of which that is so.
     */
    default void onBehind() {}

    /** Takes the time, once per update of the session. */
    void onTime(long nowNanos, long worldMillis);

    /** Why the player may not come into the world, or null if it may. */
    default @Nullable String banned(PeerId player) {
        return null;
    }

    /**
     * Refuses every command for that reason until it is null again, as long as this peer holds the role; one that was
     * answered before gets its answer.
     */
    void refuseCommands(@Nullable String reason);

    /** True if the batch may be merged now; false holds it back, to be asked about again later. */
    boolean admits(SignedBatch batch);

    /** True if the proof may be learned now; false holds it back, to be asked about again later. */
    default boolean admits(Proof proof) {
        return true;
    }

    /** The sectors of which this peer lacks something that the log rests on, so that the log cannot go on here. */
    default Set<SectorId> lacking() {
        return Set.of();
    }

    /**
     * True once the decision that this receipt proves is in the own log too, and on the disk with what is needed to
     * submit the command again. A player is told of none before, so that whoever gives a log up can try all of them
     * again under the other one.
     */
    default boolean keeps(CommandEnvelope command, Receipt receipt) {
        return true;
    }

    /** The player's choice to go on without the majority of the last roster; the fork is recorded. */
    void adopt();

    /** Who holds what, as this peer sees it. */
    AuthorityStatus status();

    /**
     * What it did since it was opened: counts that only grow, by the noun and the participle of their metric, such as
     * {@code commands_accepted}. The names never change while it is open.
     */
    SortedMap<String, Long> counts();

    /** How much it keeps at this moment: levels that rise and fall, by the noun of their metric. */
    default SortedMap<String, Long> levels() {
        return Collections.emptySortedMap();
    }

    /**
     * Leaves the party in good order: a holder gives the role away first. False while that goes on: messages and time
     * are to be handed in, and this is to be asked again.
     */
    default boolean leave() {
        return true;
    }

    /** Leaves the party at once. */
    @Override
    void close();
}
