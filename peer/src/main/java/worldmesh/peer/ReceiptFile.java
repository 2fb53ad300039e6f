package worldmesh.peer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import worldmesh.peer.port.ReceiptSink;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.world.command.CommandEnvelope;
import worldmesh.world.command.Receipt;

/**
 * Appends receipts to a file, docs/wire-session.md "Receipts file": for each one a length, the command and the receipt.
 * Synced once for all that were accepted in one update, before anybody is told: a player keeps what it was told over a
 * loss of power too, and pays for it with one wait for its disk.
 */
final class ReceiptFile implements ReceiptSink {
    private final Path file;
    private final FileChannel channel;

    private ReceiptFile(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    static ReceiptFile open(Path file) {
        try {
            Path directory = file.toAbsolutePath().getParent();
            if (directory != null) {
                Files.createDirectories(directory);
            }
            return new ReceiptFile(file, FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
        } catch (IOException e) {
            throw failed(file, e);
        }
    }

    @Override
    public void append(CommandEnvelope command, Receipt receipt) {
        ByteWriter body = new ByteWriter().block(command.encode()).block(receipt.encode());
        ByteWriter out = new ByteWriter().i32(body.size()).bytes(body.array(), 0, body.size());
        ByteBuffer buffer = ByteBuffer.wrap(out.array(), 0, out.size());
        try {
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
        } catch (IOException e) {
            throw failed(file, e);
        }
    }

    @Override
    public void sync() {
        try {
            channel.force(false);
        } catch (IOException e) {
            throw failed(file, e);
        }
    }

    void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw failed(file, e);
        }
    }

    private static UncheckedIOException failed(Path file, IOException cause) {
        return new UncheckedIOException(
                "cannot write the receipts file " + file + ": " + cause.getMessage() + "; free space or name another",
                cause);
    }
}
