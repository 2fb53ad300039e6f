package worldmesh.mesh.group;

import java.io.IOException;
import org.jgroups.BytesMessage;
import org.jgroups.Message;
import org.jgroups.ObjectMessage;
import org.jgroups.protocols.NakAckHeader;
import org.jgroups.protocols.UnicastHeader;
import org.jgroups.util.ByteArrayDataInputStream;
import org.jgroups.util.ByteArrayDataOutputStream;
import org.jgroups.util.SeqnoList;
import org.jspecify.annotations.Nullable;

/**
 * JGroups asks for what it missed by a message with an object inside. Objects do not travel here, so the list of
 * numbers goes as plain bytes and is made an object again at the other end.
 */
final class ResendRequest {
    /** More is never missing: the window of a sender is not larger. */
    private static final int MAX_NUMBERS = 16_384;

    private static final int HEADER_BYTES = 12;

    private ResendRequest() {}

    /** {@code message} itself or, if it carries a list of numbers, the same with plain bytes. */
    static Message flatten(Message message) throws IOException {
        if (!(message instanceof ObjectMessage) || !(message.getObject() instanceof SeqnoList list)) {
            return message;
        }
        ByteArrayDataOutputStream out = new ByteArrayDataOutputStream(list.serializedSize());
        list.writeTo(out);
        Message flat = new BytesMessage(message.getDest());
        flat.setArray(out.getBuffer());
        return dress(message, flat);
    }

    /** True if {@code message} asks for messages to be sent again. */
    static boolean is(Message message, short multicast, short unicast) {
        NakAckHeader many = message.getHeader(multicast);
        UnicastHeader one = message.getHeader(unicast);
        return (many != null && many.getType() == NakAckHeader.XMIT_REQ)
                || (one != null && one.type() == UnicastHeader.XMIT_REQ);
    }

    /** The request with its list as JGroups expects it, null if the bytes are no such list. */
    static @Nullable Message inflate(Message flat) throws IOException {
        if (!flat.hasArray() || flat.getLength() < HEADER_BYTES) {
            return null;
        }
        ByteArrayDataInputStream in = new ByteArrayDataInputStream(flat.getArray(), flat.getOffset(), flat.getLength());
        int size = in.readInt();
        if (size < 1 || size > MAX_NUMBERS || flat.getLength() != HEADER_BYTES + Long.BYTES * ((size + 63) / 64)) {
            return null;
        }
        SeqnoList list = new SeqnoList();
        list.readFrom(new ByteArrayDataInputStream(flat.getArray(), flat.getOffset(), flat.getLength()));
        return dress(flat, new ObjectMessage(flat.getDest(), list));
    }

    private static Message dress(Message from, Message to) {
        to.setSrc(from.getSrc()).setFlag(from.getFlags(false), false).setFlag(from.getFlags(true), true);
        from.getHeaders().forEach(to::putHeader);
        return to;
    }
}
