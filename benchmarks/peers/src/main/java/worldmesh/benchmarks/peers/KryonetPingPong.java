package worldmesh.benchmarks.peers;

import com.esotericsoftware.kryonet.Client;
import com.esotericsoftware.kryonet.Connection;
import com.esotericsoftware.kryonet.Listener;
import com.esotericsoftware.kryonet.Server;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import worldmesh.benchmarks.bounce.Bouncer;
import worldmesh.benchmarks.bounce.PingPong;
import worldmesh.benchmarks.bounce.Samples;
import worldmesh.runtime.time.SystemClock;

/** KryoNet: arrays of bytes as UDP messages, neither sealed nor signed, handled on its update threads. */
final class KryonetPingPong implements PingPong {
    private static final int CONNECT_MILLIS = 5_000;

    private final Server server = new Server();
    private final Client client = new Client();
    private final byte[] payload = new byte[PAYLOAD_BYTES];
    private final Bouncer bouncer = new Bouncer(SystemClock.INSTANCE, () -> client.sendUDP(payload));

    private KryonetPingPong() {
        server.getKryo().register(byte[].class);
        client.getKryo().register(byte[].class);
        server.addListener(new Listener() {
            @Override
            public void received(Connection from, Object message) {
                if (message instanceof byte[]) { // not what KryoNet keeps its connections alive with
                    from.sendUDP(message);
                }
            }
        });
        client.addListener(new Listener() {
            @Override
            public void received(Connection from, Object message) {
                if (message instanceof byte[]) {
                    bouncer.onPong();
                }
            }
        });
    }

    static KryonetPingPong open(String host) throws IOException {
        InetAddress address = InetAddress.getByName(host);
        int tcp = freeTcpPort(address);
        int udp = freeUdpPort(address);
        KryonetPingPong pair = new KryonetPingPong();
        pair.server.bind(new InetSocketAddress(address, tcp), new InetSocketAddress(address, udp));
        pair.server.start();
        pair.client.start();
        pair.client.connect(CONNECT_MILLIS, address, tcp, udp);
        return pair;
    }

    private static int freeTcpPort(InetAddress address) throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, address)) {
            return socket.getLocalPort();
        }
    }

    private static int freeUdpPort(InetAddress address) throws IOException {
        try (DatagramSocket socket = new DatagramSocket(0, address)) {
            return socket.getLocalPort();
        }
    }

    @Override
    public Samples round(long nanos) {
        return bouncer.round(nanos);
    }

    @Override
    public void close() {
        client.stop();
        server.stop();
    }
}
