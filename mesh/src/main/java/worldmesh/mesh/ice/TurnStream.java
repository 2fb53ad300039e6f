package worldmesh.mesh.ice;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import worldmesh.mesh.turn.TurnOutbox;

/**
 * A connection to a TURN server over TCP or TLS, for networks that let no UDP out: a thread connects and reads, another
 * writes, and a full queue is loss, as in any network. TLS demands a certificate for the server's name. Any thread.
 */
final class TurnStream implements TurnOutbox, AutoCloseable {
    /** Name, connection and TLS together have so long; nobody waits for it. */
    static final int CONNECT_MILLIS = 3_000;

    /** Frames that wait for a slow connection: 150 ms of a peer that sends all it may over one. */
    static final int QUEUE_MAX = 256;

    private static final byte[] END = {};
    private static final Logger log = LoggerFactory.getLogger(TurnStream.class);

    private final TurnServer server;
    private final String certificates;
    private final Taker taker;
    private final ArrayBlockingQueue<byte[]> leaving = new ArrayBlockingQueue<>(QUEUE_MAX);
    private volatile boolean closed;
    private volatile boolean begun;
    private volatile @Nullable Socket socket;

    /** What a connection tells, on its own thread. */
    interface Taker {
        /** The server is there, and who it should be. */
        void onOpen(TurnStream stream);

        /** A message or channel data came; the array is only lent. */
        void onFrame(byte[] frame, int length);

        /** It is over, or never came up. */
        void onClosed();
    }

    private TurnStream(TurnServer server, String certificates, Taker taker) {
        this.server = server;
        this.certificates = certificates;
        this.taker = taker;
    }

    /** Begins to connect; {@code certificates} as in {@link TurnSettings}. */
    static TurnStream open(TurnServer server, String certificates, Taker taker) {
        TurnStream stream = new TurnStream(server, certificates, taker);
        start("turn-read", stream::run);
        return stream;
    }

    private static void start(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }

    boolean isClosed() {
        return closed;
    }

    /** True if the server is there, and was asked: before that nobody may take the connection for an unused one. */
    boolean isOpen() {
        return begun && !closed;
    }

    /** Closes when what waits has left. */
    void end() {
        if (!leaving.offer(END) || socket == null) {
            close();
        }
    }

    @Override
    public void toServer(byte[] data, int offset, int length) {
        if (!closed) {
            boolean room = leaving.offer(Arrays.copyOfRange(data, offset, offset + length));
            if (!room) {
                log.trace("turn.stream.full server={}", server);
            }
        }
    }

    private void run() {
        try (Socket open = connect()) {
            socket = open;
            OutputStream out = open.getOutputStream();
            start("turn-write", () -> write(out));
            taker.onOpen(this);
            begun = true;
            StreamFrames frames = new StreamFrames(open.getInputStream());
            for (int length = frames.next(); length >= 0 && !closed; length = frames.next()) {
                taker.onFrame(frames.frame(), length);
            }
        } catch (IOException | GeneralSecurityException e) {
            log.debug("turn.stream.ended server={} reason={}", server, e.getMessage());
        } finally {
            close();
            taker.onClosed();
        }
    }

    private Socket connect() throws IOException, GeneralSecurityException {
        Socket plain = new Socket();
        boolean open = false;
        try {
            plain.setTcpNoDelay(true);
            plain.connect(new InetSocketAddress(server.host(), server.port()), CONNECT_MILLIS);
            Socket ready = server.way() == TurnServer.Way.TLS ? secure(plain) : plain;
            open = true;
            return ready;
        } finally {
            if (!open) {
                plain.close();
            }
        }
    }

    private Socket secure(Socket plain) throws IOException, GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust().getTrustManagers(), null);
        SSLSocket secured =
                (SSLSocket) context.getSocketFactory().createSocket(plain, server.host(), server.port(), true);
        SSLParameters parameters = secured.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS"); // or any certificate of any server would do
        parameters.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
        secured.setSSLParameters(parameters);
        secured.setSoTimeout(CONNECT_MILLIS);
        secured.startHandshake();
        secured.setSoTimeout(0);
        return secured;
    }

    private TrustManagerFactory trust() throws IOException, GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        KeyStore named = null;
        if (!certificates.isEmpty()) {
            named = KeyStore.getInstance(KeyStore.getDefaultType());
            named.load(null, null);
            try (InputStream in = new FileInputStream(certificates)) {
                int number = 0;
                for (Certificate one : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                    named.setCertificateEntry("turn" + number++, one);
                }
            }
        }
        factory.init(named); // null means the system's
        return factory;
    }

    private void write(OutputStream out) {
        try {
            for (byte[] next = leaving.take(); next != END; next = leaving.take()) {
                out.write(next);
                out.flush();
            }
            close();
        } catch (IOException e) {
            close(); // the reader sees it too
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed = true;
        Socket open = socket;
        leaving.clear();
        leaving.offer(END);
        try {
            if (open != null) {
                open.close();
            }
        } catch (IOException e) {
            log.trace("turn.stream.close server={} reason={}", server, e.getMessage());
        }
    }
}
