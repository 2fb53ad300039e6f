package worldmesh.authority.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import worldmesh.authority.row.Table;
import worldmesh.world.command.CommandId;
import worldmesh.world.command.Receipt;

/** The kernel's own account of what an authority writes, syncs and sends. */
class SyncBeforeAckIT {
    private static final HexFormat HEX = HexFormat.of().withPrefix("\\x");

    @TempDir
    Path dir;

    @BeforeEach
    void requiresStrace() throws InterruptedException {
        assumeTrue(isTraceable(), "strace is missing or may not trace here; apt-get install strace");
    }

    @Test
    @Timeout(180)
    void sendsNoAcknowledgementBeforeTheSyncOfItsRowsHasReturned() throws IOException, InterruptedException {
        SystemCalls trace = traced();

        int acknowledgements = 0;
        for (SystemCalls.Call send : trace.calls) {
            Receipt receipt = send.isSend() ? receipt(send) : null;
            if (receipt != null) {
                acknowledgements++;
                List<String> rows =
                        List.of(HEX.formatHex(answerKey(receipt.command())), HEX.formatHex(receipt.encode()));
                assertTrue(trace.syncedBefore(send.begun, rows), "sent too early: " + receipt.command());
            }
        }
        assertEquals(AckSender.TICKS * AckSender.COMMANDS_PER_TICK, acknowledgements);
    }

    // RocksDB may part a row at a 32 KiB border of its log: then its key or its value is still whole.
    private static byte[] answerKey(CommandId command) {
        return Table.ANSWER
                .key(48)
                .put(command.player().bytes())
                .putLong(command.session())
                .putLong(command.sequence())
                .array();
    }

    private static Receipt receipt(SystemCalls.Call send) {
        String text = send.bytes;
        int start = text.indexOf('"') + 1;
        Receipt receipt = Receipt.decode(HEX.parseHex(text.substring(start, text.indexOf('"', start))));
        assertNotNull(receipt, "a datagram that is no receipt: " + text);
        return receipt;
    }

    private SystemCalls traced() throws IOException, InterruptedException {
        Path trace = dir.resolve("trace.txt");
        try (DatagramSocket sink = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            List<String> command = new ArrayList<>(List.of("strace", "-f", "-ttt", "-xx", "-s", "1048576", "-o"));
            command.addAll(List.of(trace.toString(), "-e"));
            command.add("trace=fdatasync,fsync,sendto,sendmsg,write,pwrite64");
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.addAll(List.of("-cp", System.getProperty("java.class.path"), AckSender.class.getName()));
            command.addAll(List.of(dir.resolve("store").toString(), String.valueOf(sink.getLocalPort())));
            Process process = new ProcessBuilder(command)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try {
                assertTrue(process.waitFor(150, TimeUnit.SECONDS), "the traced process does not end");
                assertEquals(0, process.exitValue());
            } finally {
                process.destroyForcibly();
            }
        }
        return SystemCalls.parse(Files.readAllLines(trace));
    }

    private static boolean isTraceable() throws InterruptedException {
        try {
            return new ProcessBuilder("strace", "-f", "-e", "trace=fsync", "true")
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
