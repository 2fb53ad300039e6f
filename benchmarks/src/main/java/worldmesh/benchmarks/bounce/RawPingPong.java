package worldmesh.benchmarks.bounce;

import java.net.InetSocketAddress;
import worldmesh.runtime.net.UdpDatagramPort;
import worldmesh.runtime.time.SystemClock;

/** The anchor: the same ports and threads, plain bytes, nothing above UDP. */
public final class RawPingPong implements PingPong {
    private final UdpDatagramPort near;
    private final UdpDatagramPort far;
    private final Bouncer bouncer;
    private final byte[] payload = new byte[PAYLOAD_BYTES];

    /** Two ports on {@code host}. */
    public RawPingPong(String host) {
        near = UdpDatagramPort.open(new InetSocketAddress(host, 0));
        far = UdpDatagramPort.open(new InetSocketAddress(host, 0));
        bouncer = new Bouncer(SystemClock.INSTANCE, () -> near.send(far.local(), payload, 0, payload.length));
        far.start((from, data, length) -> far.send(from, data, 0, length));
        near.start((from, data, length) -> bouncer.onPong());
    }

    @Override
    public Samples round(long nanos) {
        return bouncer.round(nanos);
    }

    @Override
    public void close() {
        near.close();
        far.close();
    }
}
