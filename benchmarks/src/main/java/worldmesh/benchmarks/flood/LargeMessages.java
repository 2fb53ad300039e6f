package worldmesh.benchmarks.flood;

import java.util.random.RandomGenerator;
import worldmesh.mesh.MeshPort;
import worldmesh.peer.wire.MessageKind;

/** Messages of the largest size: of no kind, or noise that claims to be batches, a command or chat. */
public final class LargeMessages implements Ammunition {
    /** The size of each. */
    public static final int BYTES = MeshPort.MAX_MESSAGE_BYTES;

    private static final int NO_KIND = 200;
    private static final int[] KINDS = {
        NO_KIND, MessageKind.BATCHES.code(), MessageKind.COMMAND.code(), MessageKind.CHAT_LINES.code()
    };

    private final RandomGenerator random;

    LargeMessages(RandomGenerator random) {
        this.random = random;
    }

    @Override
    public byte[] shot(long number) {
        byte[] message = new byte[BYTES];
        random.nextBytes(message);
        message[0] = (byte) KINDS[(int) (number % KINDS.length)];
        return message;
    }
}
