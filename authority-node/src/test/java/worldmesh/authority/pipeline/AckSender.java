package worldmesh.authority.pipeline;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.concurrent.LinkedBlockingQueue;
import worldmesh.authority.journal.RocksDeltaJournal;
import worldmesh.mesh.crypto.Ed25519Signer;
import worldmesh.mesh.crypto.Ed25519Verifier;
import worldmesh.world.command.CommandId;
import worldmesh.world.command.Receipt;

/** A process to be traced: an authority over RocksDB that sends each receipt in a datagram as soon as it may. */
final class AckSender {
    static final int TICKS = 40;
    static final int COMMANDS_PER_TICK = 3;

    private AckSender() {}

    /** Runs on the store {@code args[0]}, sending to the port {@code args[1]} of this machine. */
    public static void main(String[] args) throws IOException, InterruptedException {
        LinkedBlockingQueue<Runnable> callbacks = new LinkedBlockingQueue<>();
        Ed25519Signer root = MineWorker.signer();
        int port = Integer.parseInt(args[1]);
        int sent = 0;
        try (var journal = RocksDeltaJournal.open(Path.of(args[0]), callbacks::add);
                DatagramSocket socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            Bench bench = new Bench(journal, root, Ed25519Verifier.INSTANCE, 1);
            long next = 1;
            for (int tick = 0; sent < TICKS * COMMANDS_PER_TICK; tick++) {
                for (int i = 0; tick < TICKS && i < COMMANDS_PER_TICK; i++) {
                    bench.send(new CommandId(root.peer(), 1, next++), new Mines.Lay(1));
                }
                bench.turn();
                // Most ticks do not wait for the disk, so that the next one is written while this one is synced.
                Runnable due = tick % 4 == 3 || tick >= TICKS ? callbacks.take() : callbacks.poll();
                for (; due != null; due = callbacks.poll()) {
                    due.run();
                }
                for (Receipt receipt : bench.receipts.values()) {
                    byte[] bytes = receipt.encode();
                    socket.send(new DatagramPacket(bytes, bytes.length, InetAddress.getLoopbackAddress(), port));
                    sent++;
                }
                bench.receipts.clear();
            }
        }
    }
}
