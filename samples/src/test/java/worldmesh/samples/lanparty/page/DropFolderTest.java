package worldmesh.samples.lanparty.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class DropFolderTest {
    private static final long ROOM = DropFolder.ROOM_KEPT + 100;

    @TempDir
    Path directory;

    private DropFolder drops() {
        return new DropFolder(directory, folder -> ROOM);
    }

    private static InputStream bytes(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    private List<String> names() throws IOException {
        try (Stream<Path> all = Files.list(directory)) {
            return all.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void aNameThatIsTakenGetsANumber() throws IOException {
        DropFolder drops = drops();

        drops.take("map.zip", 3, bytes("one"));
        drops.take("map.zip", 3, bytes("two"));

        assertEquals(List.of("map (2).zip", "map.zip"), names());
        assertEquals("one", Files.readString(directory.resolve("map.zip")));
        assertEquals("two", Files.readString(directory.resolve("map (2).zip")));
    }

    @Test
    void aLinkOfThatNameIsNotWrittenThrough() throws IOException {
        Path own = Files.writeString(directory.resolve("diary"), "mine");
        Files.createSymbolicLink(directory.resolve("map.zip"), own);

        DropFolder.Answer answer = drops().take("map.zip", 4, bytes("evil"));

        assertEquals("map (2).zip", answer.words());
        assertEquals("mine", Files.readString(own));
    }

    @Test
    void aFileIsTakenUpToTheRoomThereIs() {
        DropFolder drops = drops();

        assertEquals(204, drops.look(100).status());
        DropFolder.Answer refusal = drops.look(101);

        assertEquals(507, refusal.status());
        assertTrue(refusal.words().contains("101 bytes") && refusal.words().contains("room for 100"), refusal.words());
    }

    @Test
    void whatIsUnderWayIsNoRoomForAnother() {
        DropFolder drops = drops();
        int[] seen = new int[1];
        InputStream meanwhile = new Within(() -> seen[0] = drops.look(100).status());

        drops.take("map.zip", 1, meanwhile);

        assertEquals(507, seen[0]);
        assertEquals(204, drops.look(100).status());
    }

    @Test
    void aThirdFileAtOnceIsSentAway() {
        DropFolder drops = drops();
        int[] seen = new int[1];
        InputStream within = new Within(() -> {
            drops.take(
                    "b",
                    1,
                    new Within(() -> seen[0] = drops.take("c", 1, bytes("c")).status()));
        });

        assertEquals(201, drops.take("a", 1, within).status());
        assertEquals(503, seen[0]);
        assertEquals(201, drops.take("c", 1, bytes("c")).status());
    }

    /** One byte, before which something happens. */
    private static final class Within extends InputStream {
        private final Runnable happens;

        Within(Runnable happens) {
            this.happens = happens;
        }

        @Override
        public int read() {
            happens.run();
            return 'x';
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            into[offset] = (byte) read();
            return 1;
        }
    }

    @Test
    void aFileThatEndsEarlyLeavesNothing() throws IOException {
        DropFolder.Answer answer = drops().take("map.zip", 10, bytes("short"));

        assertEquals(400, answer.status());
        assertTrue(answer.words().contains("5 bytes early"), answer.words());
        assertEquals(List.of(), names());
    }

    @Test
    void whatAKilledProcessBeganIsClearedAndTheRestStays() throws IOException {
        drops().take("map.zip", 3, bytes("one"));
        Files.writeString(directory.resolve(".1.part"), "half");

        drops().clear();

        assertEquals(List.of("map.zip"), names());
    }

    @Test
    @Timeout(10)
    void onlyItsOwnCopiesAreForgotten() throws IOException {
        DropFolder drops = new DropFolder(directory.resolve("dropped"), folder -> ROOM);
        Path copy =
                Objects.requireNonNull(drops.take("map.zip", 3, bytes("one")).file());
        Path own = Files.writeString(directory.resolve("map.zip"), "mine");

        drops.forget(own);
        drops.forget(directory.resolve("dropped/../map.zip"));
        drops.forget(copy);

        while (Files.exists(copy)) {
            Thread.onSpinWait();
        }
        assertTrue(Files.exists(own));
    }
}
