package worldmesh.peer.core;

import java.util.EnumSet;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;
import worldmesh.peer.error.ConnectionError;
import worldmesh.peer.error.SyncError;
import worldmesh.peer.error.WorldMeshError;
import worldmesh.peer.event.JoinStep;
import worldmesh.peer.event.JoinStepEvent;
import worldmesh.peer.event.Origin;
import worldmesh.runtime.identity.PeerId;

/**
 * Takes a joiner through the five steps: tells each once, in order, and what is wrong with one that takes too long. The
 * session goes on trying all the same; giving up is the game's choice.
 */
final class Joining {
    /** An announcement comes every second; five are not all lost. */
    static final long FIND_NANOS = 5_000_000_000L;

    /** As long again for the right one among others. */
    static final long CHOOSE_NANOS = 5_000_000_000L;

    /** A handshake may take 8 s on a bad line, a hello 3 s more. */
    static final long SECURE_NANOS = 11_000_000_000L;

    /** Who has the world already plays on meanwhile, and is told so after two tries of every address. */
    static final long ALONE_NANOS = 3_000_000_000L;

    /** A world of 30 MB at 10 Mbit/s. */
    static final long SYNC_NANOS = 30_000_000_000L;

    /** An election takes 2 s. */
    static final long ANSWER_NANOS = 10_000_000_000L;

    private final SessionScope scope;
    private final Replication replication;
    private final Iterator<JoinStep> ahead = EnumSet.allOf(JoinStep.class).iterator();
    private @Nullable JoinStep wanted;
    private long sinceNanos;
    private boolean begun;
    private boolean heard;
    private boolean chosen;
    private boolean told;

    Joining(SessionScope scope, Replication replication) {
        this.scope = scope;
        this.replication = replication;
    }

    /** A party is looked for; {@code found} tells that some are known. */
    void seek(boolean found) {
        heard |= found;
        if (wanted == null && !begun) {
            begun = true;
            wanted = ahead.next();
            sinceNanos = scope.nowNanos;
        }
    }

    /** A party was chosen and is asked now. */
    void choose() {
        seek(true);
        chosen = true;
    }

    /** Takes the steps that are done. */
    void onTime(boolean connected) {
        while (wanted != null && isDone(wanted, connected)) {
            scope.emit(new JoinStepEvent(wanted, Origin.LOCAL, scope.worldMillis()));
            told = false;
            sinceNanos = scope.nowNanos;
            wanted = ahead.hasNext() ? ahead.next() : null;
        }
        if (wanted != null && !told && scope.nowNanos - sinceNanos >= patience(wanted)) {
            told = true;
            scope.fail(problem(wanted));
        }
    }

    private boolean isDone(JoinStep step, boolean connected) {
        return switch (step) {
            case FOUND -> heard || isLetIn();
            case CHOSEN -> chosen || isLetIn();
            case SECURED -> isLetIn();
            case SYNCED -> scope.links.admitted().stream().anyMatch(replication::isCaughtUp);
            case CONTINUOUS -> connected && isAnswered();
        };
    }

    /** Also by a member that was remembered, before any party was heard. */
    private boolean isLetIn() {
        return !scope.links.admitted().isEmpty() && scope.world.isKnown();
    }

    private boolean isAnswered() {
        PeerId holder = replication.proofs().holder();
        return holder != null && (holder.equals(scope.world.self()) || scope.links.admitted(holder) != null);
    }

    private long patience(JoinStep step) {
        return switch (step) {
            case FOUND -> FIND_NANOS;
            case CHOSEN -> CHOOSE_NANOS;
            case SECURED -> scope.world.isKnown() ? ALONE_NANOS : SECURE_NANOS;
            case SYNCED -> SYNC_NANOS;
            case CONTINUOUS -> ANSWER_NANOS;
        };
    }

    private WorldMeshError problem(JoinStep step) {
        return switch (step) {
            case FOUND ->
                unreachable("no party was heard on the local network; start one, or name the address of"
                        + " a member: the network may drop multicast");
            case CHOSEN ->
                unreachable("parties were heard on the local network, but none with the world in this"
                        + " store; wait for its members, or join with another store directory");
            case SECURED ->
                unreachable(
                        scope.world.isKnown()
                                ? "no member of the party is in reach; the world goes on here, and what you do is"
                                        + " shared when one is"
                                : "nobody at that address let this player in; check the address, the port and"
                                        + " the firewall of the other side");
            case SYNCED ->
                new SyncError(
                        null, "the world did not come over within 30 s; the link is too slow or breaks, keep waiting");
            case CONTINUOUS ->
                unreachable("nobody answers commands: the holder of the authority is out of reach;"
                        + " edits go on, commands wait");
        };
    }

    private static WorldMeshError unreachable(String text) {
        return new ConnectionError(null, text);
    }
}
