package worldmesh.samples.lanparty.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import worldmesh.runtime.time.SystemClock;

/** The page's server as other web sites and broken clients meet it. */
class PageServerIT {
    private static final FrameLines.Hello HELLO = new FrameLines.Hello("hello", "1:1", "ANN", 0, "test", 80, -40, "~");

    @TempDir
    Path directory;

    private final List<String> lines = new ArrayList<>();
    private final List<Path> files = new ArrayList<>();
    private PageServer server;
    private int port;

    @BeforeEach
    void start() {
        server = PageServer.start(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                new DropFolder(directory.resolve("dropped")));
        port = Integer.parseInt(server.url().substring(server.url().lastIndexOf(':') + 1));
    }

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

            server.pump(() -> HELLO, lines::add, files::add);
            assertEquals(List.of(), lines);
        }
    }

    @Test
    void aPortInUseIsNamed() {
        var refusal = assertThrows(
                PageUnavailableException.class,
                () -> PageServer.start(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), port), new DropFolder(directory)));

        assertTrue(String.valueOf(refusal.getMessage()).contains(String.valueOf(port)));
    }

    @Test
    void aDroppedFileLiesInItsFolderWhateverItIsCalledAndIsHandedToTheGame() throws IOException {
        for (String name : List.of(
                "../../evil.sh",
                "/etc/passwd",
                "..\\..\\evil.exe",
                ".bashrc",
                "con",
                "a\u202egnp.exe",
                "a".repeat(3_000),
                "")) {
            String answer = post("/drop?name=" + URLEncoder.encode(name, StandardCharsets.UTF_8), "hello", 5);

            assertTrue(answer.startsWith("HTTP/1.1 201"), name + ": " + answer);
        }

        server.pump(() -> HELLO, lines::add, files::add);
        assertEquals(
                List.of("evil.sh", "passwd", "evil.exe", "bashrc", "_con", "agnp.exe", "a".repeat(200), "file"),
                files.stream().map(file -> file.getFileName().toString()).toList());
        for (Path file : files) {
            assertEquals(directory.resolve("dropped"), file.getParent());
            assertEquals("hello", Files.readString(file));
        }
        assertEquals(Set.of("dropped"), names(directory));
    }

    @Test
    void otherSitesDropNothing() throws IOException {
        String foreign = ask(
                "POST /drop?name=a HTTP/1.1",
                "Host: localhost:" + port + "\r\nOrigin: http://evil.example\r\nContent-Length: 0");
        String unsaid = ask("POST /drop?name=a HTTP/1.1", "Host: localhost:" + port + "\r\nContent-Length: 0");
        String rebound = ask(
                "POST /drop?name=a HTTP/1.1", "Host: evil.example\r\nOrigin: http://evil.example\r\nContent-Length: 0");

        assertTrue(foreign.startsWith("HTTP/1.1 403"), foreign);
        assertTrue(unsaid.startsWith("HTTP/1.1 403"), unsaid);
        assertTrue(rebound.startsWith("HTTP/1.1 403"), rebound);
        assertEquals(Set.of(), names(directory));
    }

    @Test
    void aDropWithoutNameOrLengthAndOneTooLargeAreRefusedInWords() throws IOException {
        String nameless = post("/drop", "hello", 5);
        String endless = ask(
                "POST /drop?name=a HTTP/1.1",
                "Host: localhost:" + port + "\r\nOrigin: http://localhost:" + port
                        + "\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0");
        String large = post("/drop?name=a", "hello", DropFolder.BYTES_MAX + 1);
        String asked = post("/drop/look?size=" + (DropFolder.BYTES_MAX + 1), "", 0);
        String well = post("/drop/look?size=5", "", 0);

        assertTrue(nameless.startsWith("HTTP/1.1 400") && nameless.contains("has no name"), nameless);
        assertTrue(endless.startsWith("HTTP/1.1 411") && endless.contains("send its length"), endless);
        assertTrue(large.startsWith("HTTP/1.1 413") && large.contains("share it in pieces"), large);
        assertTrue(asked.startsWith("HTTP/1.1 413"), asked);
        assertTrue(well.startsWith("HTTP/1.1 204"), well);
        server.pump(() -> HELLO, lines::add, files::add);
        assertEquals(List.of(), files);
    }

    @Test
    void aDropThatBreaksOffLeavesNothing() throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write(request("/drop?name=a", "hello", 1_000_000));
            socket.shutdownOutput();
            socket.getInputStream().readAllBytes();
        }

        long end = SystemClock.INSTANCE.nanoTime() + 5_000_000_000L;
        while (!names(directory.resolve("dropped")).isEmpty() && SystemClock.INSTANCE.nanoTime() < end) {
            LockSupport.parkNanos(5_000_000);
        }
        assertEquals(Set.of(), names(directory.resolve("dropped")));
        server.pump(() -> HELLO, lines::add, files::add);
        assertEquals(List.of(), files);
    }

    /** What is answered before the rest of a request that is refused has come, which it never does. */
    private static String answer(InputStream in) throws IOException {
        String head = head(in);
        Matcher length = Pattern.compile("Content-Length: (\\d+)").matcher(head);
        return head
                + new String(
                        in.readNBytes(length.find() ? Integer.parseInt(length.group(1)) : 0), StandardCharsets.UTF_8);
    }

    private static Set<String> names(Path folder) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.map(file -> file.getFileName().toString()).collect(Collectors.toSet());
        }
    }

    private String post(String path, String body, long length) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write(request(path, body, length));
            return answer(socket.getInputStream());
        }
    }

    private byte[] request(String path, String body, long length) {
        return ("POST " + path + " HTTP/1.1\r\nHost: localhost:" + port + "\r\nOrigin: http://localhost:" + port
                        + "\r\nConnection: close\r\nContent-Length: " + length + "\r\n\r\n" + body)
                .getBytes(StandardCharsets.UTF_8);
    }

    private void pumpUntil(int count) {
        long end = SystemClock.INSTANCE.nanoTime() + 5_000_000_000L;
        while (lines.size() < count && SystemClock.INSTANCE.nanoTime() < end) {
            server.pump(() -> HELLO, lines::add, files::add);
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
            return answer(socket.getInputStream());
        }
    }
}
