package worldmesh.peer.wire;

import worldmesh.mesh.topic.TopicId;
import worldmesh.peer.topic.TopicKind;
import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;

/** One frame of the sender's own to a subscriber: it arrives now or never. */
@SuppressWarnings("ArrayRecordComponent") // written or read once
public record TopicFlash(TopicId topic, long sequence, byte[] content) implements Message {
    @Override
    public MessageKind kind() {
        return MessageKind.TOPIC_FLASH;
    }

    @Override
    public void write(ByteWriter out) {
        out.i64(topic.id()).varint(sequence).block(content);
    }

    static TopicFlash read(ByteReader in) {
        return new TopicFlash(new TopicId(in.i64()), in.varint(), in.block(TopicKind.FRAMES.bytesMax()));
    }
}
