package worldmesh.mesh.transport;

import worldmesh.runtime.bytes.ByteReader;

/** Looks into a record without acting on it. Stateless. */
final class FrameScan {
    private FrameScan() {}

    /** True if the record carries data of a reliable lane. */
    static boolean carriesReliable(byte[] plain, int length) {
        ByteReader in = new ByteReader(plain, 0, length);
        while (in.ok() && in.remaining() > 0) {
            int kind = in.u8();
            if (kind == FrameKind.RELIABLE || kind == FrameKind.BULK) {
                return true;
            }
            skip(kind, in);
        }
        return false;
    }

    private static void skip(int kind, ByteReader in) {
        switch (kind) {
            case FrameKind.PING -> in.skip(0);
            case FrameKind.ACK -> skipAck(in);
            case FrameKind.PATH_CHALLENGE, FrameKind.PATH_RESPONSE, FrameKind.PATH_NEEDED -> in.skip(8);
            case FrameKind.CLOSE -> in.skip(1);
            case FrameKind.REST -> in.skip(2);
            case FrameKind.STATE, FrameKind.VOICE -> {
                in.skip(1);
                in.skip(in.count(Transport.MAX_CONTENT_BYTES));
            }
            case FrameKind.INPUT -> {
                in.skip(3);
                in.skip(in.count(Transport.MAX_CONTENT_BYTES));
            }
            case FrameKind.STATE_PART -> {
                in.skip(5);
                in.skip(in.count(Transport.MAX_CONTENT_BYTES));
            }
            default -> in.skip(kind >= FrameKind.SHORT_INPUT ? 3 + (kind & FrameKind.SHORT_BYTES_MAX) : in.remaining());
        }
    }

    private static void skipAck(ByteReader in) {
        in.skip(6);
        int runs = in.u8();
        for (int i = 0; i < 2 * runs - 1 && in.ok(); i++) {
            in.varint();
        }
    }
}
