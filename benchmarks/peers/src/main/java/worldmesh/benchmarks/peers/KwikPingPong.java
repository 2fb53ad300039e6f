package worldmesh.benchmarks.peers;

import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import tech.kwik.core.QuicClientConnection;
import tech.kwik.core.QuicConnection;
import tech.kwik.core.log.NullLogger;
import tech.kwik.core.server.ApplicationProtocolConnection;
import tech.kwik.core.server.ApplicationProtocolConnectionFactory;
import tech.kwik.core.server.ServerConnectionConfig;
import tech.kwik.core.server.ServerConnector;
import worldmesh.benchmarks.bounce.Bouncer;
import worldmesh.benchmarks.bounce.PingPong;
import worldmesh.benchmarks.bounce.Samples;
import worldmesh.runtime.time.SystemClock;

/** Datagrams of QUIC (RFC 9221) by kwik, which is Java alone, handled on its threads. */
final class KwikPingPong implements PingPong {
    private static final String PROTOCOL = "bounce";
    private static final int IDLE_SECONDS = 600;
    private static final Duration CONNECT = Duration.ofSeconds(10);

    private final ServerConnector server;
    private final QuicClientConnection client;
    private final byte[] payload = new byte[PAYLOAD_BYTES];
    private final Bouncer bouncer;

    private KwikPingPong(ServerConnector server, QuicClientConnection client) {
        this.server = server;
        this.client = client;
        this.bouncer = new Bouncer(SystemClock.INSTANCE, () -> client.sendDatagram(payload));
    }

    static KwikPingPong open(String host) throws Exception {
        InetAddress address = InetAddress.getByName(host);
        SelfSigned identity = SelfSigned.of(host);
        DatagramSocket socket = new DatagramSocket(0, address);
        ServerConnector server = ServerConnector.builder()
                .withSocket(socket)
                .withKeyStore(identity.store(), SelfSigned.ALIAS, SelfSigned.password())
                .withConfiguration(ServerConnectionConfig.builder()
                        .maxIdleTimeoutInSeconds(IDLE_SECONDS)
                        .build())
                .withLogger(new NullLogger())
                .build();
        server.registerApplicationProtocol(PROTOCOL, new Echoing());
        server.start();
        QuicClientConnection client = QuicClientConnection.newBuilder()
                .uri(new URI("bounce", null, host, socket.getLocalPort(), null, null, null))
                .applicationProtocol(PROTOCOL)
                .connectTimeout(CONNECT)
                .maxIdleTimeout(Duration.ofSeconds(IDLE_SECONDS))
                .noServerCertificateCheck()
                .enableDatagramExtension()
                .logger(new NullLogger())
                .build();
        client.connect();
        KwikPingPong pair = new KwikPingPong(server, client);
        client.setDatagramHandler(datagram -> pair.bouncer.onPong());
        return pair;
    }

    @Override
    public Samples round(long nanos) {
        return bouncer.round(nanos);
    }

    @Override
    public void close() {
        client.close();
        server.close();
    }

    /** The far end. */
    private static final class Echoing implements ApplicationProtocolConnectionFactory {
        @Override
        public ApplicationProtocolConnection createConnection(String protocol, QuicConnection connection) {
            connection.setDatagramHandler(connection::sendDatagram);
            return new ApplicationProtocolConnection() {};
        }

        @Override
        public boolean enableDatagramExtension() {
            return true;
        }
    }
}
