package worldmesh.benchmarks.crdt;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import worldmesh.world.replica.Reconciler;
import worldmesh.world.replica.Replica;
import worldmesh.world.replica.SketchAnswer;
import worldmesh.world.replica.SketchOffer;
import worldmesh.world.sector.SectorId;
import worldmesh.world.sync.Difference;
import worldmesh.world.sync.SketchPart;
import worldmesh.world.sync.sketch.SketchKey;

/** One reconciliation of two replicas by a sketch, every message through its bytes. */
final class SketchSession {
    private final Replica one;
    private final Replica other;
    private final SketchKey key;
    private long bytes;
    private long valueBytes;
    private int messages;
    private int symbols;
    private int differences;

    SketchSession(Replica one, Replica other, long key) {
        this.one = one;
        this.other = other;
        this.key = new SketchKey(key, ~key);
    }

    /** Streams symbols until they are answered, then exchanges values. */
    void run() {
        SketchOffer offer = Objects.requireNonNull(new Reconciler(one).offer(SectorId.ORIGIN, key), "no offer");
        SketchPart part = next(offer);
        SketchAnswer answer = Objects.requireNonNull(new Reconciler(other).answer(part), "no answer");
        while (answer.add(part) == SketchAnswer.Progress.MORE) {
            part = next(offer);
        }
        Difference found = sent(Objects.requireNonNull(answer.answer(), "the sketch was given up"));
        SketchOffer.Outcome outcome = Objects.requireNonNull(offer.accept(found), "the answer was refused");
        Difference rest = outcome.rest();
        if (rest != null) {
            Objects.requireNonNull(answer.accept(sent(rest)), "the rest was refused");
        }
        symbols = answer.symbols();
        differences = answer.differences();
    }

    private SketchPart next(SketchOffer offer) {
        byte[] raw = Objects.requireNonNull(offer.next(), "a snapshot would be cheaper")
                .encode();
        bytes += raw.length;
        messages++;
        return decoded(SketchPart.decode(raw));
    }

    private Difference sent(Difference difference) {
        byte[] raw = difference.encode();
        bytes += raw.length;
        valueBytes += difference.more().encode().length;
        messages++;
        return decoded(Difference.decode(raw));
    }

    private static <T> T decoded(@Nullable T message) {
        return Objects.requireNonNull(message, "a message is malformed");
    }

    long bytes() {
        return bytes;
    }

    /** The states of cells, of those bytes. */
    long valueBytes() {
        return valueBytes;
    }

    int messages() {
        return messages;
    }

    int symbols() {
        return symbols;
    }

    int differences() {
        return differences;
    }
}
