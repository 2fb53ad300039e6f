package worldmesh.mesh.topic;

import org.jspecify.annotations.Nullable;
import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.runtime.identity.PeerId;

/** The frames of topics, docs/wire-mesh.md "Topic frames". */
@SuppressWarnings("ArrayRecordComponent") // lives for one call
record TopicFrame(int kind, TopicId topic, PeerId publisher, long sequence, int hops, byte[] payload) {
    static final int MESSAGE = 0;
    static final int SUBSCRIBE = 1;
    static final int UNSUBSCRIBE = 2;

    /** Kind, topic, publisher, sequence, hops. */
    static final int HEADER_BYTES = 1 + TopicId.BYTES + PeerId.BYTES + Long.BYTES + 1;

    private static final PeerId NOBODY = PeerId.ofBytes(new byte[PeerId.BYTES]);

    static byte[] interest(int kind, TopicId topic) {
        return new ByteWriter(1 + TopicId.BYTES).u8(kind).i64(topic.id()).toBytes();
    }

    byte[] encode() {
        return new ByteWriter(HEADER_BYTES + payload.length)
                .u8(kind)
                .i64(topic.id())
                .bytes(publisher.bytes())
                .i64(sequence)
                .u8(hops)
                .bytes(payload)
                .toBytes();
    }

    TopicFrame nextHop() {
        return new TopicFrame(kind, topic, publisher, sequence, hops - 1, payload);
    }

    /** The frame, null if malformed. */
    static @Nullable TopicFrame decode(byte[] frame) {
        ByteReader in = new ByteReader(frame);
        int kind = in.u8();
        TopicId topic = new TopicId(in.i64());
        if (!in.ok() || kind > UNSUBSCRIBE) {
            return null;
        }
        if (kind != MESSAGE) {
            return in.remaining() == 0 ? new TopicFrame(kind, topic, NOBODY, 0, 0, new byte[0]) : null;
        }
        byte[] publisher = in.bytes(PeerId.BYTES);
        long sequence = in.i64();
        int hops = in.u8();
        if (!in.ok() || sequence < 1 || hops > PartyTopics.MAX_HOPS || in.remaining() > Topics.MAX_PAYLOAD_BYTES) {
            return null;
        }
        return new TopicFrame(kind, topic, PeerId.ofBytes(publisher), sequence, hops, in.bytes(in.remaining()));
    }
}
