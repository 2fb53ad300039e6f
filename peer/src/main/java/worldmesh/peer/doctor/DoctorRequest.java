package worldmesh.peer.doctor;

import java.net.InetSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;
import worldmesh.mesh.ice.IceSettings;
import worldmesh.mesh.invite.Invite;
import worldmesh.mesh.retry.RetryPolicy;

/**
 * What to look at.
 *
 * @param ice the servers
 * @param member where a member should be; empty for none
 * @param invite its invitation; null if only its address is known
 * @param reconnect when this side would seek lost members again
 * @param places where else members of the same world are, as the configuration names them
 */
public record DoctorRequest(
        IceSettings ice,
        List<InetSocketAddress> member,
        @Nullable Invite invite,
        RetryPolicy reconnect,
        List<NamedPlace> places) {
    /** Copies the lists. */
    public DoctorRequest {
        member = List.copyOf(member);
        places = List.copyOf(places);
    }
}
