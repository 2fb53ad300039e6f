package worldmesh.peer.wire;

import worldmesh.peer.topic.TopicKind;
import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.runtime.identity.PublicKey;
import worldmesh.runtime.identity.SignatureVerifier;

/** A frame of topics as neighbours exchange it, docs/wire-mesh.md "Topic frames": interest, or a signed message. */
@SuppressWarnings("ArrayRecordComponent") // written or read once
public record TopicParcel(byte[] frame) implements Message {
    /** What a signed message has before its content. */
    public static final int SEAL_BYTES = PublicKey.BYTES + SignatureVerifier.SIGNATURE_BYTES;

    /** Content, seal, and room for what the mesh puts before them. */
    static final int FRAME_BYTES_MAX = TopicKind.MESSAGES.bytesMax() + SEAL_BYTES + 64;

    @Override
    public MessageKind kind() {
        return MessageKind.TOPIC_PARCEL;
    }

    @Override
    public void write(ByteWriter out) {
        out.block(frame);
    }

    static TopicParcel read(ByteReader in) {
        return new TopicParcel(in.block(FRAME_BYTES_MAX));
    }
}
