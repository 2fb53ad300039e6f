package worldmesh.peer.sync;

import org.jspecify.annotations.Nullable;
import worldmesh.peer.wire.Message;
import worldmesh.peer.wire.SketchAsk;
import worldmesh.peer.wire.SketchRest;
import worldmesh.peer.wire.SketchStop;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.world.replica.Reconciler;
import worldmesh.world.replica.SketchAnswer;
import worldmesh.world.sync.Difference;
import worldmesh.world.sync.SketchPart;
import worldmesh.world.sync.Snapshot;

/**
 * Takes the sketch that the peer at the end of a link offers, asks for what is lacking, and puts the peer's snapshot
 * together. One session at a time; a new one ends the one before. Confined to the session's thread.
 */
public final class SketchTaker {
    private @Nullable SketchAnswer answer;
    private boolean asked;
    private ByteWriter collected = new ByteWriter();
    private int next;

    /**
     * What the last piece led to; neither if more are to come.
     *
     * @param snapshot what to install, as if it had come whole
     * @param stop what to tell the peer if it led to nothing
     */
    public record Taken(
            @Nullable Snapshot snapshot, @Nullable SketchStop stop) {
        private static final Taken MORE = new Taken(null, null);
    }

    /** Takes symbols; answers what to send back, null for nothing. */
    public @Nullable Message onSketch(SketchPart part, Reconciler reconciler) {
        if (part.opening() != null) {
            forget();
            answer = reconciler.answer(part);
            if (answer == null) {
                return new SketchStop(part.session());
            }
        }
        SketchAnswer now = answer;
        if (now == null || asked || now.session() != part.session()) {
            // The peer streams until it is told: those were under way.
            return null;
        }
        return switch (now.add(part)) {
            case MORE -> null;
            case GIVEN_UP -> stop(now.session());
            case FOUND -> ask(now);
        };
    }

    private Message ask(SketchAnswer now) {
        Difference ask = now.ask();
        byte[] raw = ask == null ? new byte[0] : ask.encode();
        if (ask == null || raw.length > Message.TARGET_BYTES) {
            return stop(now.session());
        }
        asked = true;
        return new SketchAsk(raw);
    }

    private SketchStop stop(long session) {
        forget();
        return new SketchStop(session);
    }

    private void forget() {
        answer = null;
        asked = false;
        collected = new ByteWriter();
        next = 0;
    }

    /** True if a piece is one of those that were asked for. */
    public boolean awaits(SketchRest piece) {
        return answer != null && asked && answer.session() == piece.session() && piece.index() == next;
    }

    /** Takes a piece of what was asked for. */
    public Taken onRest(SketchRest piece) {
        SketchAnswer now = answer;
        if (now == null || !awaits(piece)) {
            return Taken.MORE;
        }
        if (collected.size() + piece.data().length > Snapshot.MAX_BYTES) {
            return new Taken(null, stop(now.session()));
        }
        collected.bytes(piece.data());
        next++;
        if (next < piece.count()) {
            return Taken.MORE;
        }
        Difference rest = Difference.decode(collected.toBytes());
        Snapshot whole = rest == null ? null : now.complete(rest, piece.whole());
        SketchStop stop = stop(now.session());
        return whole == null ? new Taken(null, stop) : new Taken(whole, null);
    }
}
