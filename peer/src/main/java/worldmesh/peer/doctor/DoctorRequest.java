package worldmesh.peer.doctor;

import java.net.InetSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;
import worldmesh.mesh.ice.IceSettings;
import worldmesh.mesh.invite.Invite;

/**
 * What to look at.
 *
 * @param ice the servers
 * @param member where a member should be; empty for none
 * @param invite its invitation; null if only its address is known
 */
public record DoctorRequest(
        IceSettings ice,
        List<InetSocketAddress> member,
        @Nullable Invite invite) {
    /** Copies the list. */
    public DoctorRequest {
        member = List.copyOf(member);
    }
}
