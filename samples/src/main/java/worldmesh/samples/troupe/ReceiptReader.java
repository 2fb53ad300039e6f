package worldmesh.samples.troupe;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import worldmesh.runtime.bytes.ByteReader;
import worldmesh.world.command.CommandEnvelope;
import worldmesh.world.command.CommandId;
import worldmesh.world.command.Receipt;
import worldmesh.world.command.Verdict;

/** Reads a player's receipts file (docs/wire-session.md "Receipts file"); a torn last entry counts as unwritten. */
public final class ReceiptReader {
    private static final int ENTRY_MAX = 1 << 20;

    private ReceiptReader() {}

    /** The commands that receipts prove accepted, and the tick each was accepted in. */
    public static SortedMap<CommandId, Long> acknowledged(Path file) {
        SortedMap<CommandId, Long> commands = new TreeMap<>();
        proven(
                file,
                (envelope, receipt) ->
                        commands.put(receipt.command(), receipt.header().tick()));
        return commands;
    }

    /** The commands that receipts prove accepted, as they were sent. */
    public static SortedMap<CommandId, CommandEnvelope> accepted(Path file) {
        SortedMap<CommandId, CommandEnvelope> commands = new TreeMap<>();
        proven(file, (envelope, receipt) -> commands.put(receipt.command(), envelope));
        return commands;
    }

    private static void proven(Path file, BiConsumer<CommandEnvelope, Receipt> consumer) {
        ByteReader in = new ByteReader(read(file));
        while (in.remaining() >= Integer.BYTES) {
            int length = in.i32();
            if (length < 0 || length > in.remaining()) {
                break;
            }
            ByteReader entry = new ByteReader(in.bytes(length));
            CommandEnvelope envelope = CommandEnvelope.decode(entry.block(ENTRY_MAX));
            Receipt receipt = Receipt.decode(entry.block(ENTRY_MAX));
            if (envelope == null || receipt == null || !entry.complete() || !receipt.proves(envelope)) {
                throw new IllegalStateException("the receipts file " + file + " holds an entry that proves nothing");
            }
            if (receipt.verdict().kind() == Verdict.Kind.ACCEPTED) {
                consumer.accept(envelope, receipt);
            }
        }
    }

    private static byte[] read(Path file) {
        try {
            return Files.exists(file) ? Files.readAllBytes(file) : new byte[0];
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the receipts file " + file + ": " + e.getMessage(), e);
        }
    }
}
