package worldmesh.mesh.identity;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import worldmesh.mesh.session.Ticket;
import worldmesh.mesh.session.TicketBox;
import worldmesh.mesh.wire.TicketId;
import worldmesh.runtime.identity.PublicKey;
import worldmesh.runtime.time.Clock;

/** Tickets on a disk: for their owner alone, and never more than a short cut. */
class TicketFileTest {
    private static final long MINUTE_NANOS = 60_000_000_000L;
    private static final long HOUR_MILLIS = 3_600_000L;

    private long wall = 1_000_000_000_000L;
    private final Path file;
    private final TicketFile tickets;

    TicketFileTest(@TempDir Path directory) {
        file = directory.resolve("tickets");
        tickets = new TicketFile(file, new Clock() {
            @Override
            public long nanoTime() {
                return 0;
            }

            @Override
            public long wallMillis() {
                return wall;
            }
        });
    }

    private static TicketBox.Lasting ticket(int number) {
        byte[] secret = new byte[32];
        secret[0] = (byte) number;
        byte[] key = new byte[32];
        key[1] = (byte) number;
        return new TicketBox.Lasting(
                new Ticket(new TicketId(number, 7), secret, new PublicKey(key), 2), 10 * MINUTE_NANOS);
    }

    @Test
    void ticketsAreReadBackWithTheTimeThatIsLeft() {
        tickets.save(List.of(ticket(1), ticket(2)));
        wall += 240_000;
        List<TicketBox.Lasting> read = tickets.load();

        assertEquals(2, read.size());
        assertEquals(new TicketId(2, 7), read.get(1).ticket().id());
        assertArrayEquals(ticket(2).ticket().secret(), read.get(1).ticket().secret());
        assertEquals(6 * MINUTE_NANOS, read.get(0).nanos());
    }

    @Test
    void clockThatIsAnHourAheadLeavesNone() {
        tickets.save(List.of(ticket(1)));
        wall += HOUR_MILLIS;

        assertEquals(List.of(), tickets.load());
    }

    @Test
    void clockThatIsAnHourBackMakesNoneGoodForLonger() {
        tickets.save(List.of(ticket(1)));
        wall -= HOUR_MILLIS;
        TicketBox box = new TicketBox(10 * MINUTE_NANOS);
        tickets.load().forEach(one -> box.restore(one, 0));

        assertEquals(1, box.all(10 * MINUTE_NANOS - 1).size());
        assertEquals(0, box.all(10 * MINUTE_NANOS).size());
    }

    @Test
    void onlyTheOwnerMayReadTheFile() throws IOException {
        tickets.save(List.of(ticket(1)));

        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    }

    @Test
    void fileThatOthersCouldReadCountsAsEmpty() throws IOException {
        tickets.save(List.of(ticket(1)));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));

        assertEquals(List.of(), tickets.load());
    }

    @Test
    void fileThatIsMissingTornOrForeignCountsAsEmpty() throws IOException {
        assertEquals(List.of(), tickets.load());
        tickets.save(List.of(ticket(1), ticket(2)));
        byte[] whole = Files.readAllBytes(file);
        for (int length = 0; length < whole.length; length++) {
            Files.write(file, java.util.Arrays.copyOf(whole, length));
            assertEquals(List.of(), tickets.load(), "length " + length);
        }
        Files.write(file, "something else".getBytes(StandardCharsets.US_ASCII));
        assertEquals(List.of(), tickets.load());
        Files.write(file, whole);
        assertEquals(2, tickets.load().size());
    }

    @Test
    void secretsDoNotShowInText() {
        assertTrue(!ticket(42).toString().contains("42"), ticket(42).toString());
    }
}
