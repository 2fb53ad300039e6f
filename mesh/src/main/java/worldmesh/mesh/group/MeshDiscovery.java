package worldmesh.mesh.group;

import java.util.List;
import org.jgroups.Address;
import org.jgroups.BytesMessage;
import org.jgroups.Message;
import org.jgroups.protocols.Discovery;
import org.jgroups.protocols.PingData;
import org.jgroups.protocols.PingHeader;
import org.jgroups.util.ByteArray;
import org.jgroups.util.Responses;
import worldmesh.runtime.identity.PeerId;

/**
 * Asks the fellows that are heard who else is there. Whom we have links with is decided above, never by JGroups; so
 * with no link there is nobody to wait for.
 */
final class MeshDiscovery extends Discovery {
    static final short ID = 1_002;

    private final GroupCarrier carrier;

    MeshDiscovery(GroupCarrier carrier) {
        this.carrier = carrier;
    }

    @Override
    public boolean isDynamic() {
        return true;
    }

    @Override
    protected void findMembers(List<Address> members, boolean initial, Responses responses) {
        if (responses.isDone()) {
            return;
        }
        List<PeerId> heard = carrier.heard();
        if (heard.isEmpty()) {
            responses.done();
            return;
        }
        PingData data = new PingData(local_addr, false, null, (GroupAddress) local_addr);
        PingHeader header = new PingHeader(PingHeader.GET_MBRS_REQ)
                .clusterName(cluster_name)
                .initialDiscovery(initial);
        ByteArray body = marshal(data);
        for (PeerId peer : heard) {
            Message message = new BytesMessage(new GroupAddress(peer, GroupAddress.ANY))
                    .setFlag(Message.Flag.OOB)
                    .setFlag(Message.TransientFlag.DONT_LOOPBACK)
                    .putHeader(id, header);
            message.setArray(body);
            down_prot.down(message);
        }
    }
}
