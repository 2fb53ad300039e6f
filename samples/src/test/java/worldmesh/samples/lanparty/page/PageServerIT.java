package worldmesh.samples.lanparty.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import worldmesh.runtime.time.SystemClock;

/** The page's server as other web sites and broken clients meet it. */
class PageServerIT {
    private static final FrameLines.Hello HELLO = new FrameLines.Hello("hello", "1:1", "ANN", 0, "test", 80, -40, "~");

    private final PageServer server = PageServer.start(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    private final int port =
            Integer.parseInt(server.url().substring(server.url().lastIndexOf(':') + 1));
    private final List<String> lines = new ArrayList<>();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void servesThePageUnderAStrictPolicy() throws IOException {
        String answer = ask("GET / HTTP/1.1", "Host: localhost:" + port);

        assertTrue(answer.startsWith("HTTP/1.1 200"), answer);
        assertTrue(answer.contains("Content-Security-Policy: default-src 'none'; script-src 'self'"), answer);
        assertTrue(answer.contains("<canvas id=\"map\""), answer);
    }

    @Test
    void refusesAForeignNameAsDnsRebindingWouldUse() throws IOException {
        assertTrue(ask("GET / HTTP/1.1", "Host: evil.example:" + port).startsWith("HTTP/1.1 403"));
        assertTrue(ask("GET /app.js HTTP/1.1", "Host: evil.example").startsWith("HTTP/1.1 403"));
    }

    @Test
    void refusesTheSocketToOtherSites() throws IOException {
        assertTrue(upgrade("Origin: http://evil.example").startsWith("HTTP/1.1 403"));
        assertTrue(upgrade("X-Nothing: 1").startsWith("HTTP/1.1 403"));
    }

    @Test
    void connectsItsOwnPageAndHandsItsLinesToTheGameThread() throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            String answer = handshake(socket, "Origin: http://localhost:" + port);
            assertTrue(answer.startsWith("HTTP/1.1 101"), answer);

            sendText(socket, "say hi");

            pumpUntil(1);
            assertEquals(List.of("say hi"), lines);
        }
    }

    @Test
    void anOversizeMessageClosesTheSocketAndReachesNobody() throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            handshake(socket, "Origin: http://localhost:" + port);

            sendText(socket, "say " + "x".repeat(20_000));
            while (socket.getInputStream().read() >= 0) {
                // Until the server has closed it.
            }

            server.pump(() -> HELLO, lines::add);
            assertEquals(List.of(), lines);
        }
    }

    @Test
    void aPortInUseIsNamed() {
        var refusal = assertThrows(
                PageUnavailableException.class,
                () -> PageServer.start(new InetSocketAddress(InetAddress.getLoopbackAddress(), port)));

        assertTrue(String.valueOf(refusal.getMessage()).contains(String.valueOf(port)));
    }

    private void pumpUntil(int count) {
        long end = SystemClock.INSTANCE.nanoTime() + 5_000_000_000L;
        while (lines.size() < count && SystemClock.INSTANCE.nanoTime() < end) {
            server.pump(() -> HELLO, lines::add);
            LockSupport.parkNanos(5_000_000);
        }
    }

    private String upgrade(String header) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return handshake(socket, header);
        }
    }

    private String handshake(Socket socket, String header) throws IOException {
        String request = "GET /play HTTP/1.1\r\nHost: localhost:" + port
                + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n" + header + "\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
        return head(socket.getInputStream());
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                break;
            }
            head.append((char) next);
        }
        return head.toString();
    }

    // One masked text frame, RFC 6455 §5.2; a mask of zeros leaves the text as it is.
    private static void sendText(Socket socket, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        List<Byte> frame = new ArrayList<>();
        frame.add((byte) 0x81);
        if (body.length < 126) {
            frame.add((byte) (0x80 | body.length));
        } else {
            frame.add((byte) (0x80 | 126));
            frame.add((byte) (body.length >> 8));
            frame.add((byte) body.length);
        }
        byte[] out = new byte[frame.size() + 4 + body.length];
        for (int i = 0; i < frame.size(); i++) {
            out[i] = frame.get(i);
        }
        System.arraycopy(body, 0, out, frame.size() + 4, body.length);
        socket.getOutputStream().write(out);
    }

    private String ask(String request, String host) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            String text = request + "\r\n" + host + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
