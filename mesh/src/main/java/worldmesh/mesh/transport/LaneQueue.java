package worldmesh.mesh.transport;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import worldmesh.mesh.link.Lane;
import worldmesh.mesh.link.Payload;

/** The streams of one reliable lane that have something to send, served in turns. Confined to its owner. */
final class LaneQueue {
    /** Kind, stream, offset, length: the most that precedes a chunk. */
    static final int CHUNK_HEADER_BYTES = 2 + 9 + 2;

    /** No chunk is smaller than this unless it is the end: tiny ones cost more in headers than they carry. */
    private static final int MIN_CHUNK_BYTES = 32;

    private final Lane lane;
    private final int kind;
    private final long maxHeld;
    private final @Nullable StreamSender[] streams = new @Nullable StreamSender[256];
    private final List<StreamSender> known = new ArrayList<>();
    private final ArrayDeque<StreamSender> active = new ArrayDeque<>();
    private long resent;

    LaneQueue(Lane lane, int kind, long maxHeld) {
        this.lane = lane;
        this.kind = kind;
        this.maxHeld = maxHeld;
    }

    boolean add(int stream, Payload message) {
        StreamSender sender = streams[stream];
        if (sender == null) {
            sender = new StreamSender(lane, stream);
            streams[stream] = sender;
            known.add(sender);
        }
        if (held() + message.length() > maxHeld || !sender.append(message)) {
            return false;
        }
        activate(sender);
        return true;
    }

    /** True if {@code offset} bytes of the stream have been sent. */
    boolean hasSent(int stream, long offset) {
        StreamSender sender = streams[stream];
        return sender == null ? offset == 0 : sender.hasSent(offset);
    }

    /** On another link: the other side has {@code arrived} bytes of each stream; the rest goes again. */
    void resume(long[] arrived) {
        for (StreamSender sender : known) {
            sender.resume(arrived[sender.id]);
        }
    }

    /** Bytes not yet acknowledged, all streams together. */
    long held() {
        long sum = 0;
        for (StreamSender sender : known) {
            sum += sender.held();
        }
        return sum;
    }

    /** Bytes sent more than once. */
    long resent() {
        return resent;
    }

    /** Bytes that may go now, lost ones among them: none while the window is closed. */
    long ready(SentRecords sent) {
        refresh();
        if (active.isEmpty() || !sent.open(lane)) {
            return 0;
        }
        long sum = 0;
        for (StreamSender sender : active) {
            sum += sender.chunkAvailable();
        }
        return sum;
    }

    /** Writes the next chunk at {@code at}; answers its size, 0 if none fits or may go. */
    int write(byte[] data, int at, int limit, SentRecords sent) {
        int room = limit - at - CHUNK_HEADER_BYTES;
        if (!sent.open(lane)) {
            return 0;
        }
        for (int turns = active.size(); turns > 0; turns--) {
            StreamSender sender = active.removeFirst();
            if (sender.chunkAvailable() == 0) {
                sender.active = false;
                continue;
            }
            int length = (int) Math.min(room, sender.chunkAvailable());
            if (length <= 0 || (length < MIN_CHUNK_BYTES && length < sender.chunkAvailable())) {
                active.addFirst(sender);
                return 0;
            }
            int size = writeChunk(sender, data, at, length, sent);
            active.addLast(sender);
            return size;
        }
        return 0;
    }

    private int writeChunk(StreamSender sender, byte[] data, int at, int length, SentRecords sent) {
        long offset = sender.chunkOffset();
        boolean again = sender.hasLost();
        int position = at + writeHeader(sender.id, data, at, offset, length);
        sender.take(data, position, length);
        if (again) {
            resent += length;
            sent.addChunkAgain(sender, offset, length);
        } else {
            sent.addChunk(sender, offset, length);
        }
        return position + length - at;
    }

    private int writeHeader(int stream, byte[] data, int at, long offset, int length) {
        int position = at;
        data[position++] = (byte) kind;
        data[position++] = (byte) stream;
        position += Varints.write(data, position, offset);
        position += Varints.write(data, position, length);
        return position - at;
    }

    /** Writes a chunk again that is on its way already; answers its size. */
    int writeCopy(StreamSender sender, byte[] data, int at, long offset, int length) {
        int position = at + writeHeader(sender.id, data, at, offset, length);
        sender.copy(offset, data, position, length);
        resent += length;
        return position + length - at;
    }

    private void activate(StreamSender sender) {
        if (!sender.active) {
            sender.active = true;
            active.addLast(sender);
        }
    }

    /** Streams whose chunks were lost become active again. */
    private void refresh() {
        for (StreamSender sender : known) {
            if (sender.hasLost()) {
                activate(sender);
            }
        }
    }
}
