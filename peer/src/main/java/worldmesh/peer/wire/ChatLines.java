package worldmesh.peer.wire;

import java.util.ArrayList;
import java.util.List;
import worldmesh.peer.chat.ChatLine;
import worldmesh.peer.chat.ChatLog;
import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;

/**
 * Lines of chat.
 *
 * @param history true if they are the sender's history, in causal order
 * @param lines the lines
 */
public record ChatLines(boolean history, List<ChatLine> lines) implements Message {
    @Override
    public MessageKind kind() {
        return MessageKind.CHAT_LINES;
    }

    @Override
    public void write(ByteWriter out) {
        out.u8(history ? 1 : 0).varint(lines.size());
        lines.forEach(line -> line.write(out));
    }

    static ChatLines read(ByteReader in) {
        int history = in.u8();
        int count = in.count(ChatLog.HISTORY_MAX);
        List<ChatLine> lines = new ArrayList<>();
        for (int i = 0; i < count && in.ok(); i++) {
            lines.add(ChatLine.read(in));
        }
        if (history > 1) {
            in.fail();
        }
        return new ChatLines(history == 1, lines);
    }
}
