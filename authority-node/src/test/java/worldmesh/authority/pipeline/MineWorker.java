package worldmesh.authority.pipeline;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import worldmesh.authority.journal.RocksDeltaJournal;
import worldmesh.mesh.crypto.Ed25519Signer;
import worldmesh.mesh.crypto.Ed25519Verifier;
import worldmesh.runtime.identity.PeerId;
import worldmesh.world.command.CommandId;
import worldmesh.world.command.Receipt;
import worldmesh.world.entity.EntityId;

/**
 * A process to be killed: an authority over RocksDB whose one player mines as fast as it is let, and writes each
 * receipt to its standard output. Begins by sending the last commands of the killed process again.
 */
final class MineWorker {
    private static final int OPEN_MAX = 32;

    /** All: what was acknowledged is looked for in the log. */
    private static final int LOG_ENTRIES_KEPT = 1_000_000;

    private MineWorker() {}

    /** Runs on the store {@code args[0]} with session {@code args[1]} from sequence {@code args[2]}. */
    public static void main(String[] args) throws IOException, InterruptedException {
        LinkedBlockingQueue<Runnable> callbacks = new LinkedBlockingQueue<>();
        Ed25519Signer root = signer();
        PeerId player = root.peer();
        long session = Long.parseLong(args[1]);
        long next = Long.parseLong(args[2]);
        FileOutputStream out = new FileOutputStream(FileDescriptor.out);
        try (var journal = RocksDeltaJournal.open(Path.of(args[0]), callbacks::add)) {
            Bench bench = new Bench(journal, root, Ed25519Verifier.INSTANCE, session * 1000 + next, LOG_ENTRIES_KEPT);
            EntityId vein = vein(bench, callbacks, player);
            Set<CommandId> open = new LinkedHashSet<>();
            while (true) {
                while (open.size() < OPEN_MAX) {
                    open.add(new CommandId(player, session, next++));
                }
                open.forEach(id -> bench.send(id, new Mines.Mine(vein, 1)));
                bench.turn();
                Runnable due = callbacks.poll(1, TimeUnit.MILLISECONDS); // answers to retries come without a callback
                for (; due != null; due = callbacks.poll()) {
                    due.run();
                }
                for (Receipt receipt : bench.receipts.values()) {
                    write(receipt, out);
                    open.remove(receipt.command());
                }
                bench.receipts.clear();
            }
        }
    }

    static Ed25519Signer signer() {
        return Ed25519Signer.ofSeed(new byte[Ed25519Signer.SEED_BYTES]);
    }

    private static EntityId vein(Bench bench, LinkedBlockingQueue<Runnable> callbacks, PeerId player)
            throws InterruptedException {
        if (bench.all(Mines.Vein.class).isEmpty()) {
            bench.send(new CommandId(player, 1, 1), new Mines.Lay(900_000));
            bench.send(new CommandId(player, 1, 2), new Mines.Enter());
            bench.turn();
            while (bench.receipts.size() < 2) {
                callbacks.take().run();
            }
            bench.receipts.clear();
        }
        return bench.all(Mines.Vein.class).keySet().iterator().next();
    }

    private static void write(Receipt receipt, FileOutputStream out) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream data = new DataOutputStream(bytes);
        byte[] encoded = receipt.encode();
        data.writeInt(encoded.length);
        data.write(encoded);
        out.write(bytes.toByteArray());
    }
}
