package worldmesh.peer.chat;

import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.runtime.identity.PeerId;

/**
 * Names one line for ever.
 *
 * @param author who said it
 * @param session the author's session, random
 * @param sequence counts the author's lines of that session from 1
 */
public record ChatId(PeerId author, long session, long sequence) {
    void write(ByteWriter out) {
        out.bytes(author.bytes()).i64(session).varint(sequence);
    }

    static ChatId read(ByteReader in) {
        byte[] author = in.bytes(PeerId.BYTES);
        PeerId peer = PeerId.ofBytes(in.ok() ? author : new byte[PeerId.BYTES]);
        return new ChatId(peer, in.i64(), in.varint());
    }
}
