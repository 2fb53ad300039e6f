package worldmesh.mesh.ice;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import worldmesh.runtime.net.HostPort;
import worldmesh.runtime.net.UdpDatagramPort;

/** A STUN server that sees everybody at {@link #MAPPED}, or one that takes requests and says nothing. */
final class StunServer implements AutoCloseable {
    static final InetSocketAddress MAPPED = new InetSocketAddress("198.51.100.9", 777);

    private final UdpDatagramPort port =
            UdpDatagramPort.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));

    StunServer(boolean answers) {
        port.start((from, data, length) -> {
            byte[] answer = answer(Arrays.copyOf(data, StunPacket.HEADER_BYTES));
            if (answers) {
                port.send(from, answer, 0, answer.length);
            }
        });
    }

    String name() {
        return HostPort.format(port.local());
    }

    private static byte[] answer(byte[] request) {
        ByteBuffer answer = ByteBuffer.allocate(32).put(request);
        byte[] host = MAPPED.getAddress().getAddress();
        answer.put(0, (byte) 1).putShort(2, (short) 12);
        answer.putShort((short) 0x20).putShort((short) 8).putShort((short) 1);
        answer.putShort((short) (MAPPED.getPort() ^ 0x2112));
        for (int i = 0; i < 4; i++) {
            answer.put((byte) (host[i] ^ request[4 + i]));
        }
        return answer.array();
    }

    @Override
    public void close() {
        port.close();
    }
}
