package worldmesh.peer.doctor;

import java.net.InetSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;
import worldmesh.mesh.path.WayResult;
import worldmesh.peer.wire.CheckupState;

/**
 * What came of the way to a member.
 *
 * @param address where its link goes; null if none came up
 * @param served true if a TURN server carries the link
 * @param rttNanos its round trip, 0 if unknown
 * @param skewMillis how far the member's clock is ahead of this one; null if it did not say
 * @param verdict what it said to the check of ways; negative if nothing
 * @param ours what this side saw
 * @param theirs what the member saw
 * @param state what the member tells of itself; null if nothing
 * @param line what the line to it does; null if that was not measured
 * @param onThisMachine true if the member is reached at an address of this machine
 * @param failure why there is no link, or what the member refused; empty if neither
 */
record Visit(
        @Nullable InetSocketAddress address,
        boolean served,
        long rttNanos,
        @Nullable Long skewMillis,
        int verdict,
        List<WayResult> ours,
        List<WayResult> theirs,
        @Nullable CheckupState state,
        @Nullable LineFigures line,
        boolean onThisMachine,
        String failure) {
    boolean isLinked() {
        return address != null;
    }
}
