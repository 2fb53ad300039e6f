package worldmesh.mesh.group;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jgroups.Address;
import org.jgroups.PhysicalAddress;
import org.jspecify.annotations.Nullable;
import worldmesh.runtime.identity.PeerId;

/**
 * A peer's id as JGroups' address, logical and physical at once: so the transport never asks who has an address. Public
 * only since JGroups makes instances by reflection.
 */
public final class GroupAddress implements PhysicalAddress {
    /** Its number among JGroups' types; those from 1024 on are free. */
    static final short MAGIC = 2_001;

    private PeerId peer;

    /** For JGroups, which then reads the id. */
    public GroupAddress() {
        this(PeerId.ofBytes(new byte[PeerId.BYTES]));
    }

    GroupAddress(PeerId peer) {
        this.peer = peer;
    }

    PeerId peer() {
        return peer;
    }

    static PeerId peer(Address address) {
        if (address instanceof GroupAddress group) {
            return group.peer;
        }
        throw new IllegalArgumentException(
                "an address of " + address.getClass().getSimpleName() + " is none of a party, must be a peer's id");
    }

    static List<PeerId> peers(Collection<? extends Address> addresses) {
        return addresses.stream().map(GroupAddress::peer).toList();
    }

    static List<Address> addresses(Collection<PeerId> peers) {
        List<Address> addresses = new ArrayList<>(peers.size());
        peers.forEach(peer -> addresses.add(new GroupAddress(peer)));
        return addresses;
    }

    @Override
    public int compareTo(Address other) {
        return other instanceof GroupAddress group ? peer.compareTo(group.peer) : -1;
    }

    @Override
    public int serializedSize() {
        return PeerId.BYTES;
    }

    @Override
    public void writeTo(DataOutput out) throws IOException {
        out.write(peer.bytes());
    }

    @Override
    public void readFrom(DataInput in) throws IOException {
        byte[] bytes = new byte[PeerId.BYTES];
        in.readFully(bytes);
        peer = PeerId.ofBytes(bytes);
    }

    @Override
    public String printIpAddress() {
        return toString();
    }

    @Override
    public @Nullable InetAddress getIpAddress() {
        return null;
    }

    @Override
    public int getPort() {
        return 0;
    }

    @Override
    public @Nullable SocketAddress getSocketAddress() {
        return null;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof GroupAddress group && peer.equals(group.peer);
    }

    @Override
    public int hashCode() {
        return peer.hashCode();
    }

    @Override
    public String toString() {
        return peer.brief();
    }
}
