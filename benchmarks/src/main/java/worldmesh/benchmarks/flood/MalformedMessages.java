package worldmesh.benchmarks.flood;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import worldmesh.peer.wire.MessageKind;
import worldmesh.peer.wire.SubmitCommand;

/** Messages that are cut, flipped, random, of no kind, or commands in the name of another. */
final class MalformedMessages implements Ammunition {
    private static final int NOISE_BYTES = 200;
    private static final int LARGE_BYTES = 8 << 10;
    private static final int NO_KIND = 200;

    private final Ammunition genuine;
    private final Ammunition foreign;
    private final RandomGenerator random;

    MalformedMessages(Ammunition genuine, Ammunition foreign, RandomGenerator random) {
        this.genuine = genuine;
        this.foreign = foreign;
        this.random = random;
    }

    @Override
    public byte[] shot(long number) {
        byte[] good = genuine.shot(number);
        return switch ((int) (number % 7)) {
            case 0 -> noise(1 + random.nextInt(NOISE_BYTES));
            case 1 -> Arrays.copyOf(good, random.nextInt(1, good.length));
            case 2 -> foreign.shot(number);
            case 3 -> new SubmitCommand(noise(NOISE_BYTES)).encode();
            case 4 -> ofKind(NO_KIND, noise(NOISE_BYTES));
            case 5 -> ofKind(MessageKind.BATCHES.code(), noise(LARGE_BYTES));
            default -> flipped(good);
        };
    }

    private byte[] noise(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private static byte[] ofKind(int kind, byte[] message) {
        message[0] = (byte) kind;
        return message;
    }

    private byte[] flipped(byte[] message) {
        message[random.nextInt(message.length)] ^= (byte) (1 << random.nextInt(Byte.SIZE));
        return message;
    }
}
