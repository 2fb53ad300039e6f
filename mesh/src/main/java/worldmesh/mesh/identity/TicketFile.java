package worldmesh.mesh.identity;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import worldmesh.mesh.session.Ticket;
import worldmesh.mesh.session.TicketBox;
import worldmesh.mesh.wire.TicketId;
import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.runtime.identity.PublicKey;
import worldmesh.runtime.time.Clock;

/**
 * The file with the tickets of this peer's links, for the process that follows this one; readable by its owner alone.
 * What is in it is only ever a short cut: a file that is missing, damaged or readable by others counts as empty.
 */
public final class TicketFile {
    private static final int TAG = 0x32544D57; // "WMT2"; before it no version of the wire was written
    private static final int ENTRY_BYTES = TicketId.BYTES + Ticket.SECRET_BYTES + PublicKey.BYTES + 1 + Long.BYTES;
    private static final int MAX_ENTRIES = 4_096;
    private static final Set<PosixFilePermission> PRIVATE =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    private final Path file;
    private final Clock clock;

    /** Tickets at {@code file}, whose ends are noted by the wall clock. */
    public TicketFile(Path file, Clock clock) {
        this.file = file;
        this.clock = clock;
    }

    /**
     * The tickets that are still good by the wall clock. A clock that was set back makes none good for longer than a
     * fresh one: {@link TicketBox#restore} sees to that.
     */
    public List<TicketBox.Lasting> load() {
        byte[] content = read();
        List<TicketBox.Lasting> tickets = new ArrayList<>();
        ByteReader in = new ByteReader(content, 0, content.length);
        int tag = in.i32();
        int count = in.u16();
        for (int i = 0; i < count && in.ok(); i++) {
            TicketId id = TicketId.read(in);
            byte[] secret = in.bytes(Ticket.SECRET_BYTES);
            byte[] key = in.bytes(PublicKey.BYTES);
            int version = in.u8();
            long millis = in.i64() - clock.wallMillis();
            if (millis > 0 && in.ok()) {
                Ticket ticket = new Ticket(id, secret, new PublicKey(key), version);
                tickets.add(new TicketBox.Lasting(ticket, Math.min(millis, 1L << 40) * 1_000_000L));
            }
        }
        Arrays.fill(content, (byte) 0);
        return in.complete() && tag == TAG ? tickets : List.of();
    }

    private byte[] read() {
        try {
            boolean ours = Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                    && Files.size(file) <= 6 + (long) MAX_ENTRIES * ENTRY_BYTES
                    && isPrivate();
            return ours ? Files.readAllBytes(file) : new byte[0];
        } catch (IOException e) {
            return new byte[0];
        }
    }

    private boolean isPrivate() throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        return view == null || PRIVATE.containsAll(view.readAttributes().permissions());
    }

    /** Puts these tickets in the place of those in the file. */
    public void save(List<TicketBox.Lasting> tickets) {
        List<TicketBox.Lasting> kept = tickets.subList(0, Math.min(MAX_ENTRIES, tickets.size()));
        ByteWriter out = new ByteWriter(6 + kept.size() * ENTRY_BYTES);
        out.i32(TAG).u16(kept.size());
        for (TicketBox.Lasting one : kept) {
            one.ticket().id().write(out);
            out.bytes(one.ticket().secret()).bytes(one.ticket().key().bytes());
            out.u8(one.ticket().version()).i64(clock.wallMillis() + one.nanos() / 1_000_000L);
        }
        byte[] content = out.toBytes();
        try {
            write(content);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the tickets to " + file + "; make its directory writable", e);
        } finally {
            Arrays.fill(content, (byte) 0);
        }
    }

    private void write(byte[] content) throws IOException {
        Path absolute = file.toAbsolutePath();
        Path directory = absolute.getParent();
        if (directory != null) {
            Files.createDirectories(directory);
        }
        Path next = absolute.resolveSibling(absolute.getFileName() + ".next");
        Files.deleteIfExists(next);
        boolean posix =
                directory != null && Files.getFileAttributeView(directory, PosixFileAttributeView.class) != null;
        if (posix) {
            Files.createFile(next, PosixFilePermissions.asFileAttribute(PRIVATE));
        } else {
            Files.createFile(next);
        }
        Files.write(next, content);
        Files.move(next, absolute, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }
}
