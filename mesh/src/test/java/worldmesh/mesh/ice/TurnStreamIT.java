package worldmesh.mesh.ice;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Connections over TCP and TLS to a server on this machine that sends back what it gets. */
@Timeout(60)
class TurnStreamIT {
    private static final byte[] FRAME = {0x40, 0, 0, 5, 1, 2, 3, 4, 5, 0, 0, 0};
    private static final char[] PASSWORD = "password".toCharArray();

    @TempDir
    private Path directory;

    /** Hears one connection. */
    private static final class Ears implements TurnStream.Taker {
        final CompletableFuture<byte[]> frame = new CompletableFuture<>();
        final CountDownLatch closed = new CountDownLatch(1);
        volatile boolean opened;

        @Override
        public void onOpen(TurnStream stream) {
            opened = true;
            stream.toServer(FRAME, 0, FRAME.length);
        }

        @Override
        public void onFrame(byte[] data, int length) {
            frame.complete(Arrays.copyOf(data, length));
        }

        @Override
        public void onClosed() {
            closed.countDown();
        }
    }

    private static void echo(ServerSocket server) {
        Thread thread = new Thread(() -> {
            try (Socket one = server.accept()) {
                one.getInputStream().transferTo(one.getOutputStream());
            } catch (IOException e) {
                return; // the client refused, or the test is over
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    /** A key for {@code name} of this run alone, made by the JDK's own tool. */
    private Path keyFor(String name) throws IOException, InterruptedException {
        Path store = directory.resolve(name + ".p12");
        String tool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        run(
                tool,
                "-genkeypair",
                "-alias",
                "a",
                "-keyalg",
                "EC",
                "-dname",
                "CN=" + name,
                "-ext",
                "san=" + san(name),
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                "password");
        run(
                tool,
                "-exportcert",
                "-rfc",
                "-alias",
                "a",
                "-keystore",
                store.toString(),
                "-storepass",
                "password",
                "-file",
                directory.resolve(name + ".pem").toString());
        return store;
    }

    private static String san(String name) {
        return (Character.isDigit(name.charAt(0)) ? "ip:" : "dns:") + name;
    }

    private static void run(String... line) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertEquals(0, process.waitFor());
    }

    private static ServerSocket tls(Path store) throws IOException, GeneralSecurityException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD);
        }
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(keys, PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(factory.getKeyManagers(), null, null);
        return context.getServerSocketFactory().createServerSocket(0, 1, InetAddress.getLoopbackAddress());
    }

    private static Ears connect(ServerSocket server, String scheme, String certificates) {
        echo(server);
        Ears ears = new Ears();
        String tail = scheme.equals("turn") ? "?transport=tcp" : "";
        TurnServer at = TurnServer.parse(scheme + ":127.0.0.1:" + server.getLocalPort() + tail);
        TurnStream.open(at, certificates, ears);
        return ears;
    }

    @Test
    void framesComeAndGoOverTcp() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Ears ears = connect(server, "turn", "");

            assertArrayEquals(Arrays.copyOf(FRAME, 9), ears.frame.get(20, TimeUnit.SECONDS));
        }
    }

    @Test
    void framesComeAndGoOverTlsToTheServerThatIsNamed() throws Exception {
        try (ServerSocket server = tls(keyFor("127.0.0.1"))) {
            Ears ears =
                    connect(server, "turns", directory.resolve("127.0.0.1.pem").toString());

            assertArrayEquals(Arrays.copyOf(FRAME, 9), ears.frame.get(20, TimeUnit.SECONDS));
        }
    }

    @Test
    void serverThatNobodyVouchesForIsNotSpokenTo() throws Exception {
        try (ServerSocket server = tls(keyFor("127.0.0.1"))) {
            assertRefused(connect(server, "turns", ""));
        }
    }

    @Test
    void trustedCertificateOfAnotherServerIsRefused() throws Exception {
        try (ServerSocket server = tls(keyFor("another.example.org"))) {
            assertRefused(connect(
                    server,
                    "turns",
                    directory.resolve("another.example.org.pem").toString()));
        }
    }

    @Test
    void certificatesThatAreNotThereRefuseAll() throws Exception {
        try (ServerSocket server = tls(keyFor("127.0.0.1"))) {
            assertRefused(connect(server, "turns", directory.resolve("no.pem").toString()));
        }
    }

    private static void assertRefused(Ears ears) throws InterruptedException {
        assertTrue(ears.closed.await(20, TimeUnit.SECONDS));
        assertEquals(false, ears.opened);
    }
}
