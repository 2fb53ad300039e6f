package worldmesh.authority.member;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.runtime.identity.PeerId;

/**
 * Cuts messages that are larger than a session message and puts them together again; the link keeps them in order.
 * One message of each peer at a time, of a bounded size. Confined to the owner's thread.
 */
final class Fragments {
    /** What fits into one session message, with room for its frame. */
    static final int PIECE_BYTES_MAX = 56 << 10;

    /** A tail of two entries of the largest size, cut. */
    private static final int PIECES_MAX = 640;

    /** The first byte of a piece; of a whole message it is the version, which is not 0. */
    private static final int PIECE = 0;

    private final Map<PeerId, Assembly> assemblies = new HashMap<>();

    private static final class Assembly {
        private final ByteWriter bytes = new ByteWriter(2 * PIECE_BYTES_MAX);
        private int next;
    }

    static void cut(byte[] message, Consumer<byte[]> send) {
        if (message.length <= PIECE_BYTES_MAX) {
            send.accept(message);
            return;
        }
        int count = (message.length + PIECE_BYTES_MAX - 1) / PIECE_BYTES_MAX;
        if (count > PIECES_MAX) {
            throw new IllegalStateException("a message of " + message.length + " bytes needs " + count
                    + " pieces, must be at most " + PIECES_MAX);
        }
        for (int i = 0; i < count; i++) {
            int start = i * PIECE_BYTES_MAX;
            byte[] part = Arrays.copyOfRange(message, start, Math.min(message.length, start + PIECE_BYTES_MAX));
            send.accept(new ByteWriter(part.length + 16)
                    .u8(PIECE)
                    .varint(i)
                    .varint(count)
                    .bytes(part)
                    .toBytes());
        }
    }

    /** The message that is complete with this piece, null if there is more to come or a piece is missing. */
    byte @Nullable [] join(PeerId from, byte[] received) {
        if (received.length == 0 || received[0] != PIECE) {
            return received;
        }
        ByteReader in = new ByteReader(received);
        in.u8();
        int index = in.count(PIECES_MAX);
        int count = in.count(PIECES_MAX);
        byte[] part = in.bytes(in.remaining());
        if (index == 0) {
            assemblies.put(from, new Assembly());
        }
        Assembly assembly = assemblies.get(from);
        if (!in.ok() || assembly == null || assembly.next != index || part.length > PIECE_BYTES_MAX) {
            assemblies.remove(from);
            return null;
        }
        assembly.bytes.bytes(part);
        assembly.next++;
        if (assembly.next < count) {
            return null;
        }
        assemblies.remove(from);
        return assembly.bytes.toBytes();
    }
}
