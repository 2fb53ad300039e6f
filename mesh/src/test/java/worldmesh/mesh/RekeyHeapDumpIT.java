package worldmesh.mesh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import worldmesh.mesh.crypto.Hkdf;
import worldmesh.mesh.session.SessionKeys;
import worldmesh.runtime.identity.PeerId;

/**
 * Searches real heap dumps of a process that has changed the keys of a link. They hold what is reachable: Java cannot
 * promise that garbage is overwritten at once, and the JDK's ciphers keep copies that only the collector takes away.
 */
@Timeout(60)
class RekeyHeapDumpIT {
    private static final int KEY_BYTES = 16;
    private static final int LAST_EPOCH = 3;

    @TempDir
    private Path dir;

    @Test
    void oldKeysAreGoneFromTheHeapAfterARekey() throws IOException, InterruptedException {
        runChild();
        List<String> told = Files.readAllLines(dir.resolve(RekeyedProcess.TOLD));
        byte[] exported = unmasked(told.get(0));
        assertEquals(told.get(0), told.get(1), "both ends export one secret");
        PeerId initiator = PeerId.ofBytes(HexFormat.of().parseHex(told.get(2)));
        PeerId responder = PeerId.ofBytes(HexFormat.of().parseHex(told.get(3)));
        byte[] before = Files.readAllBytes(dir.resolve(RekeyedProcess.BEFORE));
        byte[] after = Files.readAllBytes(dir.resolve(RekeyedProcess.AFTER));

        assertEquals(0, count(before, exported), "secret of the handshake");
        assertEquals(0, count(after, exported), "secret of the handshake");
        SessionKeys keys = SessionKeys.derive(exported, initiator, responder, 1);
        assertEquals(2, Integer.parseInt(told.get(4)), "the initiator's keys changed twice in 130 seconds");
        assertEquals(2, Integer.parseInt(told.get(5)), "the responder's keys changed twice in 130 seconds");
        checkDirection(keys.initiatorSecret(), before, after);
        checkDirection(keys.responderSecret(), before, after);
    }

    /** Epoch 0 is found before and 2 after; nothing else is found at any time, so who takes a heap reads no past. */
    private static void checkDirection(byte[] first, byte[] before, byte[] after) {
        byte[] secret = first;
        for (int epoch = 0; epoch <= LAST_EPOCH; epoch++) {
            byte[] key = Hkdf.expand(secret, ascii("key"), KEY_BYTES);
            String what = " of epoch " + epoch;
            assertEquals(epoch == 0, count(before, secret) > 0, "secret before the rekey" + what);
            assertEquals(epoch == 0, count(before, key) > 0, "key before the rekey" + what);
            assertEquals(epoch == 2, count(after, secret) > 0, "secret after the rekey" + what);
            assertEquals(epoch == 2, count(after, key) > 0, "key after the rekey" + what);
            secret = Hkdf.expand(secret, ascii("next"), Hkdf.HASH_BYTES);
        }
    }

    private void runChild() throws IOException, InterruptedException {
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        RekeyedProcess.class.getName(),
                        dir.toString())
                .redirectErrorStream(true)
                .redirectOutput(dir.resolve("output.txt").toFile())
                .start();
        boolean ended = child.waitFor(50, TimeUnit.SECONDS);
        child.destroyForcibly();
        assertTrue(ended, "the process did not end");
        assertEquals(0, child.exitValue(), Files.readString(dir.resolve("output.txt")));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] unmasked(String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] ^= RekeyedProcess.MASK;
        }
        return bytes;
    }

    private static int count(byte[] heap, byte[] secret) {
        int found = 0;
        for (int at = 0; at <= heap.length - secret.length; at++) {
            if (heap[at] == secret[0] && Arrays.equals(heap, at, at + secret.length, secret, 0, secret.length)) {
                found++;
            }
        }
        return found;
    }
}
