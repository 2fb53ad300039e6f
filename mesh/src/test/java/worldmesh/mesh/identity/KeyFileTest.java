package worldmesh.mesh.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import worldmesh.mesh.SeededSecureRandom;
import worldmesh.mesh.crypto.Ed25519Signer;
import worldmesh.mesh.crypto.Ed25519Verifier;

class KeyFileTest {
    private final SeededSecureRandom random = new SeededSecureRandom(5);

    @TempDir
    Path directory;

    private Path write(String content) throws IOException {
        Path file = directory.resolve("bad.key");
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        return Files.write(file, content.getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void keyIsDrawnOnFirstUseKeptAndPrivate() throws IOException {
        Path file = directory.resolve("deep/er/peer.key");

        Ed25519Signer first = KeyFile.loadOrCreate(file, random);
        Ed25519Signer second = KeyFile.loadOrCreate(file, random);

        assertEquals(first.publicKey(), second.publicKey());
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        byte[] message = {1, 2, 3};
        assertTrue(Ed25519Verifier.INSTANCE.verify(first.publicKey(), message, second.sign(message)));
    }

    @Test
    void keyThatOthersCanReadIsRefusedWithTheWayOut() throws IOException {
        Path file = directory.resolve("peer.key");
        KeyFile.loadOrCreate(file, random);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

        KeyFileException refusal = assertThrows(KeyFileException.class, () -> KeyFile.loadOrCreate(file, random));

        assertTrue(String.valueOf(refusal.getMessage()).contains("rw-r--r--"));
        assertTrue(String.valueOf(refusal.getMessage()).contains("chmod 600"));
    }

    @Test
    void malformedKeysAreRefused() throws IOException {
        for (String content : new String[] {
            "",
            "hello",
            "worldmesh-ed25519-1 abc",
            "worldmesh-ed25519-1 " + "zz".repeat(32),
            "worldmesh-ed25519-2 " + "00".repeat(32),
            "x".repeat(300)
        }) {
            Path file = write(content);

            KeyFileException refusal = assertThrows(KeyFileException.class, () -> KeyFile.load(file));

            assertTrue(String.valueOf(refusal.getMessage()).contains("restore it from a backup"), content);
            Files.delete(file);
        }
    }

    @Test
    void directoryInPlaceOfAKeyIsRefused() throws IOException {
        Path file = Files.createDirectory(
                directory.resolve("dir"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));

        assertThrows(KeyFileException.class, () -> KeyFile.loadOrCreate(file, random));
    }
}
