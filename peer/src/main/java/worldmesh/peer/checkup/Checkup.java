package worldmesh.peer.checkup;

import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import worldmesh.mesh.path.CandidateKind;
import worldmesh.mesh.path.WayResult;
import worldmesh.runtime.identity.PeerId;
import worldmesh.runtime.net.HostPort;

/**
 * A check of the ways between two peers, as one of them keeps it. The trace is the same on both sides.
 *
 * @param trace its number
 * @param peer the other side
 * @param ours what this side saw
 * @param theirs what the other side saw; empty if it did not tell
 */
public record Checkup(long trace, PeerId peer, List<WayResult> ours, List<WayResult> theirs) {
    /** Copies the lists. */
    public Checkup {
        ours = List.copyOf(ours);
        theirs = List.copyOf(theirs);
    }

    /** The trace as both sides read it to each other. */
    public static String name(long trace) {
        return HexFormat.of().toHexDigits(trace);
    }

    /** What follows for this side. */
    public Finding finding() {
        return Finding.of(ours, theirs);
    }

    /** The pair of addresses as text, and what became of it. */
    public static String text(WayResult way) {
        String from = way.from() == CandidateKind.RELAYED ? "server" : "port";
        String heard = way.heard() ? ", its checks arrived" : ", nothing heard from there";
        return from + " to " + HostPort.format(way.address()) + " ("
                + way.to().kind().name().toLowerCase(Locale.ROOT) + "): "
                + way.outcome().name().toLowerCase(Locale.ROOT) + heard;
    }
}
