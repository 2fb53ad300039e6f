package worldmesh.simulation.fuzz;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import worldmesh.mesh.turn.TurnArrival;
import worldmesh.mesh.turn.TurnClient;
import worldmesh.testkit.fuzz.FuzzTarget;

/** What a TURN server, or somebody in its name, sends to a client that has asked for an allocation. */
final class TurnTarget {
    private static final int HEADER_BYTES = 20;
    private static final int COOKIE = 0x2112A442;
    private static final long SEED = 5;

    private TurnTarget() {}

    static FuzzTarget of() {
        return FuzzTarget.of("turn", List.of(challenge(), stale(), indication()), TurnTarget::reads);
    }

    private static TurnClient client() {
        return new TurnClient("ann", "secret", false, new SplittableRandom(SEED));
    }

    /** True if it is well-formed; nothing that comes may make an allocation, which takes a proof. */
    private static boolean reads(byte[] data) {
        TurnClient client = client();
        client.start(0, (sent, offset, length) -> {});
        TurnArrival arrival = client.take(data, data.length, 1, (sent, offset, length) -> {});
        if (arrival != null
                || client.state() == TurnClient.State.READY
                || !client.places().isEmpty()) {
            throw new IllegalStateException("something was believed without a proof");
        }
        return client.counts().malformed() == 0;
    }

    /** The first request of that client, the seed being the same. */
    private static byte[] request() {
        byte[][] sent = new byte[1][];
        client().start(0, (data, offset, length) -> sent[0] = Arrays.copyOfRange(data, offset, offset + length));
        return sent[0];
    }

    private static byte[] challenge() {
        return error(401);
    }

    private static byte[] stale() {
        return error(438);
    }

    private static byte[] error(int code) {
        ByteBuffer body = ByteBuffer.allocate(64);
        body.putShort((short) 0x0009).putShort((short) 4).putInt(((code / 100) << 8) | (code % 100));
        body.putShort((short) 0x0014).putShort((short) 8).put("realm.de".getBytes(StandardCharsets.US_ASCII));
        body.putShort((short) 0x0015).putShort((short) 4).put("once".getBytes(StandardCharsets.US_ASCII));
        return message(0x0113, body);
    }

    private static byte[] indication() {
        ByteBuffer body = ByteBuffer.allocate(64);
        body.putShort((short) 0x0012).putShort((short) 8).putInt(0x0001_1111).putInt(0x2222_3333);
        body.putShort((short) 0x0013).putShort((short) 4).putInt(0xE001_0203);
        return message(0x0017, body);
    }

    private static byte[] message(int type, ByteBuffer body) {
        int length = body.position();
        return ByteBuffer.allocate(HEADER_BYTES + length)
                .putShort((short) type)
                .putShort((short) length)
                .putInt(COOKIE)
                .put(request(), 8, 12)
                .put(body.flip())
                .array();
    }
}
