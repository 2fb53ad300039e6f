package worldmesh.benchmarks.badlinks;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.concurrent.atomic.AtomicLong;
import worldmesh.mesh.Mesh;
import worldmesh.mesh.MeshSettings;
import worldmesh.mesh.crypto.Ed25519Signer;
import worldmesh.mesh.link.Lane;
import worldmesh.mesh.link.MeshSignal;
import worldmesh.runtime.net.UdpDatagramPort;
import worldmesh.runtime.time.SystemClock;

/** The far end in the laboratory: swallows and counts, echoes, and tells its counts, by TCP and by a link. */
public final class LabServer {
    /** The program's own output: what the driver reads. */
    static final PrintStream OUT =
            new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);

    /** TCP and UDP. */
    static final int PORT = 7_000;

    /** What follows on a connection. */
    static final int SINK = 1;

    static final int ECHO = 2;
    static final int COUNTS = 3;

    /** A sink that is not counted. */
    static final int RIVAL = 4;

    /** Streams of the link. */
    static final int SINK_STREAM = 1;

    static final int ECHO_STREAM = 2;

    /** Said on standard output when all is open. */
    static final String READY = "READY";

    private static final int BUFFER_BYTES = 64 << 10;

    private final AtomicLong tcpBytes = new AtomicLong();
    private final AtomicLong linkBytes = new AtomicLong();
    private final Mesh mesh;

    private LabServer(Mesh mesh) {
        this.mesh = mesh;
    }

    /** Serves until it is ended; {@code args}: the address to listen on. */
    public static void main(String[] args) throws IOException {
        LabServer server = new LabServer(open(new InetSocketAddress(args[0], PORT)));
        server.mesh.deliverTo(server::onSignal);
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(args[0], PORT));
            OUT.println(READY);
            while (true) {
                Socket one = socket.accept();
                Thread thread = new Thread(() -> server.serve(one), "lab-tcp");
                thread.setDaemon(true);
                thread.start();
            }
        }
    }

    /** A mesh with the settings of every peer. */
    static Mesh open(InetSocketAddress at) {
        SecureRandom random = new SecureRandom();
        return Mesh.open(
                MeshSettings.defaults(),
                Ed25519Signer.generate(random),
                UdpDatagramPort.open(at),
                SystemClock.INSTANCE,
                random);
    }

    private void onSignal(MeshSignal signal) {
        if (signal instanceof MeshSignal.Received received) {
            if (received.stream() == ECHO_STREAM) {
                mesh.send(received.from(), Lane.RELIABLE, ECHO_STREAM, received.message());
            } else {
                linkBytes.addAndGet(received.message().length);
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            DataInputStream in = new DataInputStream(socket.getInputStream());
            DataOutputStream out = new DataOutputStream(socket.getOutputStream());
            switch (in.read()) {
                case SINK -> swallow(in, tcpBytes);
                case RIVAL -> swallow(in, new AtomicLong());
                case ECHO -> echo(in, out);
                case COUNTS -> tell(in, out);
                default -> socket.close();
            }
        } catch (IOException e) {
            // The other end is gone: so is what it asked for.
            return;
        }
    }

    private static void swallow(DataInputStream in, AtomicLong counted) throws IOException {
        byte[] buffer = new byte[BUFFER_BYTES];
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            counted.addAndGet(read);
        }
    }

    private static void echo(DataInputStream in, DataOutputStream out) throws IOException {
        byte[] message = new byte[LabClient.MESSAGE_BYTES];
        while (true) {
            in.readFully(message);
            out.write(message);
        }
    }

    private void tell(DataInputStream in, DataOutputStream out) throws IOException {
        while (in.read() >= 0) {
            byte[] counts = java.nio.ByteBuffer.allocate(3 * Long.BYTES)
                    .putLong(SystemClock.INSTANCE.nanoTime())
                    .putLong(tcpBytes.get())
                    .putLong(linkBytes.get())
                    .array();
            out.write(counts);
        }
    }
}
