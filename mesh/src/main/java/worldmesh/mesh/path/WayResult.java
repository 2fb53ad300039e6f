package worldmesh.mesh.path;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;
import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;

/**
 * What became of one pair of addresses in a search that is over, as one of its two sides saw it.
 *
 * @param from {@code HOST} for this side's own port, {@code RELAYED} for its address at a server
 * @param to where the other side was looked for, or heard from
 * @param outcome what came of this side's checks
 * @param heard true if checks of the other side came from there
 */
public record WayResult(CandidateKind from, Candidate to, Outcome outcome, boolean heard) {
    /** The most one search tells: those of two offers and what they brought to light. */
    public static final int MAX = 64;

    /** What came of checks. */
    public enum Outcome {
        /** One went there and its answer came back. */
        ANSWERED(0),
        /** They were sent, and no answer came in time. */
        UNANSWERED(1),
        /** None was sent: the search was over before, or this side has no address of that family. */
        UNTRIED(2);

        private final int code;

        Outcome(int code) {
            this.code = code;
        }

        private static @Nullable Outcome ofCode(int code) {
            return switch (code) {
                case 0 -> ANSWERED;
                case 1 -> UNANSWERED;
                case 2 -> UNTRIED;
                default -> null;
            };
        }
    }

    /** True if no server is on the way. */
    public boolean direct() {
        return from != CandidateKind.RELAYED && to.kind() != CandidateKind.RELAYED;
    }

    /** Where the other side was looked for. */
    public InetSocketAddress address() {
        return to.address();
    }

    /** Appends it: docs/wire-session.md, "Checkups". */
    public void write(ByteWriter out) {
        out.u8(from.code());
        to.write(out);
        out.u8(outcome.code | (heard ? 4 : 0));
    }

    /** Reads one; null, and the reader failed, for what is none. */
    public static @Nullable WayResult read(ByteReader in) {
        CandidateKind from = CandidateKind.ofCode(in.u8());
        Candidate to = Candidate.read(in);
        int bits = in.u8();
        Outcome outcome = Outcome.ofCode(bits & ~4);
        if (!in.ok() || from == null || from == CandidateKind.REFLEXIVE || to == null || outcome == null) {
            in.fail();
            return null;
        }
        return new WayResult(from, to, outcome, (bits & 4) != 0);
    }
}
