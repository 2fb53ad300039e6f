package worldmesh.benchmarks.doctor;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import worldmesh.mesh.ice.StunAnswer;
import worldmesh.runtime.net.HostPort;
import worldmesh.runtime.net.UdpDatagramPort;

/** A STUN server on this machine; or a dead one, whose port hears and says nothing. */
final class StunPost implements AutoCloseable {
    private final UdpDatagramPort port =
            UdpDatagramPort.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));

    StunPost(boolean alive) {
        port.start((from, data, length) -> {
            byte[] answer = alive ? StunAnswer.to(data, length, from) : null;
            if (answer != null) {
                port.send(from, answer, 0, answer.length);
            }
        });
    }

    /** {@code host:port}. */
    String place() {
        return HostPort.format(port.local());
    }

    @Override
    public void close() {
        port.close();
    }
}
