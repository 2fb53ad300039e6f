package worldmesh.benchmarks.resume;

import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import worldmesh.mesh.wire.DatagramKind;
import worldmesh.runtime.net.DatagramPort;
import worldmesh.runtime.net.UdpDatagramPort;

/** A real socket that can be cut off, or exchanged for one at another port as a NAT does, without telling the mesh. */
final class SwitchedPort implements DatagramPort {
    private final String host;
    private final AtomicInteger hellos = new AtomicInteger();
    private volatile UdpDatagramPort socket;
    private volatile boolean cut;
    private @Nullable Receiver receiver;

    SwitchedPort(String host) {
        this.host = host;
        this.socket = UdpDatagramPort.open(new InetSocketAddress(host, 0));
    }

    /** From now on nothing leaves and nothing arrives, or everything does again. */
    void cut(boolean dead) {
        cut = dead;
    }

    /** From now on the datagrams come from another port, and what is sent to the old one is lost. */
    void move() {
        UdpDatagramPort old = socket;
        UdpDatagramPort next = UdpDatagramPort.open(new InetSocketAddress(host, 0));
        Receiver to = receiver;
        if (to != null) {
            next.start(unlessCut(to));
        }
        socket = next;
        old.close();
    }

    /** Handshakes begun here. */
    int hellos() {
        return hellos.get();
    }

    private Receiver unlessCut(Receiver to) {
        return (from, data, length) -> {
            if (!cut) {
                to.onDatagram(from, data, length);
            }
        };
    }

    @Override
    public InetSocketAddress local() {
        return socket.local();
    }

    @Override
    public void send(InetSocketAddress to, byte[] data, int offset, int length) {
        if (cut) {
            return;
        }
        if (DatagramKind.of(data[offset]) == DatagramKind.HELLO) {
            hellos.incrementAndGet();
        }
        socket.send(to, data, offset, length);
    }

    @Override
    public void start(Receiver to) {
        receiver = to;
        socket.start(unlessCut(to));
    }

    @Override
    public void close() {
        socket.close();
    }
}
