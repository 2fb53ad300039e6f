package worldmesh.simulation.crdt;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.runtime.net.DatagramPort;

/** Cuts messages into datagrams and puts them together again; what lost a piece is lost. */
final class Pieces {
    private static final int PIECE_BYTES = DatagramPort.MAX_DATAGRAM_BYTES - 32;
    private static final int MAX_OPEN = 32;
    private static final int MAX_PIECES = 1 << 10;

    private final Map<Long, Map<Integer, byte[]>> open = new LinkedHashMap<>();
    private final long sender;
    private long sent;

    Pieces(long sender) {
        this.sender = sender;
    }

    List<byte[]> cut(byte[] message) {
        long id = (sender << 32) + ++sent;
        int count = Math.max(1, (message.length + PIECE_BYTES - 1) / PIECE_BYTES);
        List<byte[]> out = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int from = i * PIECE_BYTES;
            byte[] piece = Arrays.copyOfRange(message, from, Math.min(message.length, from + PIECE_BYTES));
            out.add(new ByteWriter()
                    .i64(id)
                    .varint(i)
                    .varint(count)
                    .bytes(piece)
                    .toBytes());
        }
        return out;
    }

    byte @Nullable [] join(byte[] datagram) {
        ByteReader in = new ByteReader(datagram);
        long id = in.i64();
        int index = in.count(MAX_PIECES);
        int count = in.count(MAX_PIECES);
        byte[] piece = in.bytes(in.remaining());
        if (count == 1) {
            return piece;
        }
        Map<Integer, byte[]> pieces = open.computeIfAbsent(id, key -> new TreeMap<>());
        pieces.put(index, piece);
        if (pieces.size() < count) {
            if (open.size() > MAX_OPEN) {
                open.remove(open.keySet().iterator().next());
            }
            return null;
        }
        open.remove(id);
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        pieces.values().forEach(whole::writeBytes);
        return whole.toByteArray();
    }
}
