package worldmesh.samples.lanparty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command as a person runs it: what it says, and how it ends when something is wrong. */
class PeerCommandIT {
    private static final InetSocketAddress ANY_PORT = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    @TempDir
    Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter errors = new StringWriter();

    @Test
    void playsWhatIsTypedAndQuits() {
        int code = run(options(PeerOptions.Entry.host("test"), ANY_PORT), "who\nfly\nquit\n");

        assertEquals(PeerCommand.DONE, code, errors.toString());
        assertTrue(out.toString().contains("your page: http://localhost:"), out.toString());
        assertTrue(out.toString().contains("invite others: worldmesh://127.0.0.1:"), out.toString());
    }

    @Test
    void namesThePortThatIsInUse() throws IOException {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var taken = new InetSocketAddress(InetAddress.getLoopbackAddress(), other.getLocalPort());

            int code = run(options(PeerOptions.Entry.host("test"), taken), "");

            assertEquals(PeerCommand.FAILED, code);
            assertTrue(errors.toString().contains("cannot serve the page at 127.0.0.1:" + other.getLocalPort()));
        }
    }

    @Test
    void explainsABadAddress() {
        int code = run(options(PeerOptions.Entry.join("nowhere"), ANY_PORT), "");

        assertEquals(PeerCommand.WRONG_USAGE, code);
        assertTrue(errors.toString().contains("'nowhere', must be host:port"), errors.toString());
    }

    @Test
    void explainsABadInvitation() {
        int code = run(options(PeerOptions.Entry.join("worldmesh://zzz"), ANY_PORT), "");

        assertEquals(PeerCommand.WRONG_USAGE, code);
        assertTrue(errors.toString().contains("not an invitation"), errors.toString());
    }

    @Test
    void refusesAKeyFileThatOthersCanRead() throws IOException {
        Path store = Files.createDirectories(directory.resolve("store"));
        Path key = Files.writeString(store.resolve("identity.key"), "anything");
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));

        int code = run(options(PeerOptions.Entry.host("test"), ANY_PORT), "");

        assertEquals(PeerCommand.FAILED, code);
        assertTrue(errors.toString().contains("chmod 600"), errors.toString());
    }

    @Test
    void namesTheBadLineOfARecordedParty() throws IOException {
        Path input = Files.writeString(directory.resolve("party.txt"), "who\nfly\n");
        PeerOptions options = new PeerOptions(
                "ANN",
                directory.resolve("store"),
                ANY_PORT,
                PeerOptions.Entry.host("test"),
                ANY_PORT,
                new PeerOptions.Files(input, null));

        assertEquals(PeerCommand.WRONG_USAGE, run(options, ""));
        assertTrue(errors.toString().contains("line 2 'fly'"), errors.toString());
    }

    private PeerOptions options(PeerOptions.Entry entry, InetSocketAddress page) {
        return new PeerOptions("ANN", directory.resolve("store"), page, entry, ANY_PORT, PeerOptions.Files.NONE);
    }

    private int run(PeerOptions options, String typed) {
        InputStream input = new ByteArrayInputStream(typed.getBytes(StandardCharsets.UTF_8));
        return PeerCommand.run(options, input, new PrintWriter(out), new PrintWriter(errors));
    }
}
