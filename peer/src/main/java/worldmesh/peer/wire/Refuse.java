package worldmesh.peer.wire;

import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;

/**
 * Turns the other side away; the link ends.
 *
 * @param reason the code of a {@code RefusalReason}; unknown codes are shown as a protocol refusal
 * @param detail for people
 */
public record Refuse(int reason, String detail) implements Message {
    /** The longest detail: a sentence with two hashes. */
    public static final int DETAIL_BYTES_MAX = 512;

    @Override
    public MessageKind kind() {
        return MessageKind.REFUSE;
    }

    @Override
    public void write(ByteWriter out) {
        out.u16(reason).text(detail);
    }

    static Refuse read(ByteReader in) {
        return new Refuse(in.u16(), in.text(DETAIL_BYTES_MAX));
    }
}
