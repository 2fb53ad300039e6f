package worldmesh.mesh.group;

import java.io.IOException;
import java.util.Map;
import org.jgroups.Address;
import org.jgroups.BytesMessage;
import org.jgroups.EmptyMessage;
import org.jgroups.Header;
import org.jgroups.Message;
import org.jgroups.conf.ClassConfigurator;
import org.jgroups.protocols.FD_ALL3;
import org.jgroups.protocols.FailureDetection;
import org.jgroups.protocols.MERGE3;
import org.jgroups.protocols.NAKACK4;
import org.jgroups.protocols.NakAckHeader;
import org.jgroups.protocols.PingHeader;
import org.jgroups.protocols.TP;
import org.jgroups.protocols.TpHeader;
import org.jgroups.protocols.UNICAST4;
import org.jgroups.protocols.UnicastHeader;
import org.jgroups.protocols.pbcast.GMS;
import org.jgroups.util.ByteArrayDataInputStream;
import org.jspecify.annotations.Nullable;
import worldmesh.runtime.identity.PeerId;

/**
 * Reads JGroups' messages from bytes that a peer made up: only plain and empty ones, only the headers of our stack,
 * only our addresses. What is not on the list is never handed to a reader, so that no class is chosen by a peer.
 */
final class MessageGate {
    private static final int LIST = 1;
    private static final int DESTINATION = 1;
    private static final int SOURCE = 2;

    /** Version and flags. */
    private static final int PREFIX_BYTES = 3;

    /** Protocol to the one type of header it has. */
    private final Map<Short, Short> allowed;

    private final short multicast = ClassConfigurator.getProtocolId(NAKACK4.class);
    private final short discovery;
    private final short unicast = ClassConfigurator.getProtocolId(UNICAST4.class);

    MessageGate(short discovery) {
        this.discovery = discovery;
        allowed = Map.of(
                ClassConfigurator.getProtocolId(TP.class),
                new TpHeader().getMagicId(),
                discovery,
                new PingHeader().getMagicId(),
                ClassConfigurator.getProtocolId(MERGE3.class),
                new MERGE3.MergeHeader().getMagicId(),
                ClassConfigurator.getProtocolId(FD_ALL3.class),
                new FailureDetection.HeartbeatHeader().getMagicId(),
                ClassConfigurator.getProtocolId(NAKACK4.class),
                new NakAckHeader().getMagicId(),
                ClassConfigurator.getProtocolId(UNICAST4.class),
                new UnicastHeader().getMagicId(),
                ClassConfigurator.getProtocolId(GMS.class),
                new GMS.GmsHeader().getMagicId());
    }

    /** The message in {@code frame}, whose link belongs to {@code from}; null if anything in it is not allowed. */
    @SuppressWarnings("IllegalCatch") // JGroups' readers of headers throw whatever hostile bytes make them throw
    @Nullable Message read(byte[] frame, PeerId from) {
        if (frame.length < PREFIX_BYTES || (frame[2] & LIST) != 0) {
            return null; // our transport does not bundle, so that no list is honest
        }
        try {
            ByteArrayDataInputStream in =
                    new ByteArrayDataInputStream(frame, PREFIX_BYTES, frame.length - PREFIX_BYTES);
            Message message = message(in);
            if (message == null || !addressed(message, from)) {
                return null;
            }
            boolean request = ResendRequest.is(message, multicast, unicast);
            return request ? ResendRequest.inflate(message) : message;
        } catch (IOException | ClassNotFoundException | RuntimeException e) {
            return null;
        }
    }

    /** It is the link's peer that speaks, and it names a stay; only who looks for a party may not know ours. */
    private boolean addressed(Message message, PeerId from) {
        return GroupAddress.isOf(message.getSrc(), from)
                && names(message.getSrc())
                && (message.getDest() == null || names(message.getDest()) || message.getHeader(discovery) != null);
    }

    private static boolean names(Address address) {
        return address instanceof GroupAddress group && group.stay() != GroupAddress.ANY;
    }

    private @Nullable Message message(ByteArrayDataInputStream in) throws IOException, ClassNotFoundException {
        short type = in.readShort();
        if (type != Message.BYTES_MSG && type != Message.EMPTY_MSG) {
            return null;
        }
        int leading = in.readByte();
        short flags = in.readShort();
        Address destination = (leading & DESTINATION) == 0 ? null : address(in);
        Address source = (leading & SOURCE) == 0 ? null : address(in);
        Message message = type == Message.BYTES_MSG ? new BytesMessage(destination) : new EmptyMessage(destination);
        message.setSrc(source).setFlag(flags, false);
        int headers = in.readShort();
        for (int i = 0; i < headers; i++) {
            short protocol = in.readShort();
            short magic = in.readShort();
            Short expected = allowed.get(protocol);
            if (expected == null || expected != magic || message.getHeader(protocol) != null) {
                return null;
            }
            Header header = ClassConfigurator.create(magic);
            header.readFrom(in);
            message.putHeader(protocol, header);
        }
        return type == Message.EMPTY_MSG || payload(in, message) ? message : null;
    }

    private static boolean payload(ByteArrayDataInputStream in, Message message) throws IOException {
        int length = in.readInt();
        if (length > in.limit() - in.position()) {
            return false;
        }
        if (length >= 0) {
            byte[] payload = new byte[length];
            in.readFully(payload, 0, length);
            message.setArray(payload, 0, length);
        }
        return true;
    }

    private static Address address(ByteArrayDataInputStream in) throws IOException {
        if (in.readByte() != 0 || in.readShort() != GroupAddress.MAGIC) {
            throw new IOException("an address of a party is a peer's id");
        }
        GroupAddress address = new GroupAddress();
        address.readFrom(in);
        return address;
    }
}
