package worldmesh.mesh.group;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketAddress;
import java.util.Collection;
import java.util.List;
import org.jgroups.Address;
import org.jgroups.PhysicalAddress;
import org.jspecify.annotations.Nullable;
import worldmesh.mesh.membership.View;
import worldmesh.runtime.identity.PeerId;

/**
 * A peer's id and the number of its stay in the party as JGroups' address, logical and physical at once: so the
 * transport never asks who has an address. Whoever comes back has another number, so that JGroups never takes it for
 * the one it knew and numbers messages from where that one stopped. Public only since JGroups makes instances by
 * reflection.
 */
public final class GroupAddress implements PhysicalAddress {
    /** Its number among JGroups' types; those from 1024 on are free. */
    static final short MAGIC = 2_001;

    /** The stay of an address whose holder is known and whose stay is not: only who looks for a party uses it. */
    static final long ANY = 0;

    static final int BYTES = PeerId.BYTES + Long.BYTES;

    private PeerId peer;
    private long stay;

    /** For JGroups, which then reads the id. */
    public GroupAddress() {
        this(PeerId.ofBytes(new byte[PeerId.BYTES]), ANY);
    }

    GroupAddress(PeerId peer, long stay) {
        this.peer = peer;
        this.stay = stay;
    }

    PeerId peer() {
        return peer;
    }

    long stay() {
        return stay;
    }

    /** True if {@code address} is one of {@code peer}'s. */
    static boolean isOf(@Nullable Address address, PeerId peer) {
        return address instanceof GroupAddress group && group.peer.equals(peer);
    }

    /** {@code view} as the party sees it. */
    static View view(org.jgroups.View view) {
        return new View(view.getViewId().getId(), peer(view.getCreator()), peers(view.getMembers()));
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

    @Override
    public int compareTo(Address other) {
        if (!(other instanceof GroupAddress group)) {
            return -1;
        }
        int order = peer.compareTo(group.peer);
        return order != 0 ? order : Long.compare(stay, group.stay);
    }

    @Override
    public int serializedSize() {
        return BYTES;
    }

    @Override
    public void writeTo(DataOutput out) throws IOException {
        out.write(peer.bytes());
        out.writeLong(stay);
    }

    @Override
    public void readFrom(DataInput in) throws IOException {
        byte[] bytes = new byte[PeerId.BYTES];
        in.readFully(bytes);
        peer = PeerId.ofBytes(bytes);
        stay = in.readLong();
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
        return other instanceof GroupAddress group && peer.equals(group.peer) && stay == group.stay;
    }

    @Override
    public int hashCode() {
        return 31 * peer.hashCode() + Long.hashCode(stay);
    }

    @Override
    public String toString() {
        return peer.brief() + "/" + Long.toHexString(stay);
    }
}
