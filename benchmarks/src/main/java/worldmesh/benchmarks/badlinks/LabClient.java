package worldmesh.benchmarks.badlinks;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import worldmesh.mesh.Mesh;
import worldmesh.mesh.link.Lane;
import worldmesh.mesh.link.MeshSignal;
import worldmesh.runtime.identity.PeerId;
import worldmesh.runtime.time.SystemClock;

/** The near end in the laboratory: loads the line by TCP and by a link, times echoes, prints one line of figures. */
public final class LabClient {
    static final int MESSAGE_BYTES = 200;

    private static final long MILLI = 1_000_000L;
    private static final long SECOND = 1_000 * MILLI;
    private static final long WARM_NANOS = 3 * SECOND;
    private static final long MEASURE_NANOS = 10 * SECOND;
    private static final long MESSAGE_EVERY_NANOS = 10 * MILLI;
    private static final int MESSAGES = 1_200;
    private static final long LINGER_NANOS = 20 * SECOND;
    private static final int PART_BYTES = 16 << 10;

    /** Flows beside which "congested" is measured. */
    private static final int RIVALS = 3;

    /** A queue of the kernel in front of the line would be one more that nobody asked for. */
    private static final int SEND_BUFFER_BYTES = 512 << 10;

    private final InetSocketAddress server;
    private final Mesh mesh;
    private final CompletableFuture<PeerId> far = new CompletableFuture<>();
    private final long[] took = new long[MESSAGES];
    private final AtomicInteger echoed = new AtomicInteger();

    private LabClient(InetSocketAddress server, Mesh mesh) {
        this.server = server;
        this.mesh = mesh;
    }

    /** What has arrived at the server by its own clock. */
    private record Counts(long nanos, long tcpBytes, long linkBytes) {}

    /** {@code args}: own address, server's address, {@code lossy}, {@code beside} or {@code congested}. */
    public static void main(String[] args) throws IOException {
        Mesh mesh = LabServer.open(new InetSocketAddress(args[0], 0));
        LabClient client = new LabClient(new InetSocketAddress(args[1], LabServer.PORT), mesh);
        mesh.deliverTo(client::onSignal);
        mesh.connect(client.server, null);
        client.far.join();
        LabServer.OUT.println(
                switch (args[2]) {
                    case "lossy" -> client.lossy();
                    case "beside" -> client.beside();
                    default -> client.congested();
                });
        System.exit(0);
    }

    private void onSignal(MeshSignal signal) {
        if (signal instanceof MeshSignal.LinkUp up) {
            far.complete(up.peer());
        } else if (signal instanceof MeshSignal.Received received) {
            onEcho(received.message());
        }
    }

    private void onEcho(byte[] message) {
        ByteBuffer echo = ByteBuffer.wrap(message);
        took[echo.getInt()] = SystemClock.INSTANCE.nanoTime() - echo.getLong();
        echoed.incrementAndGet();
    }

    private String lossy() throws IOException {
        try (Socket counts = connect(LabServer.COUNTS)) {
            double tcp = rate(counts, over -> saturateTcp(LabServer.SINK, over), true);
            double link = rate(counts, this::saturateLink, false);
            double[] tcpMillis = tcpEchoes();
            double[] linkMillis = linkEchoes();
            return String.format(
                    Locale.ROOT,
                    "%.0f %.0f %.2f %.2f %.2f %.2f %d",
                    tcp,
                    link,
                    tcpMillis[0],
                    tcpMillis[1],
                    linkMillis[0],
                    linkMillis[1],
                    MESSAGES - echoed.get());
        }
    }

    /** The same beside three flows of TCP that never end. */
    private String congested() throws IOException {
        AtomicBoolean over = new AtomicBoolean();
        for (int i = 0; i < RIVALS; i++) {
            start(() -> saturateTcp(LabServer.RIVAL, over), "lab-rival-" + i);
        }
        pause(WARM_NANOS);
        return lossy();
    }

    /** TCP fills the queue, the link comes; both are counted once they had time to find their shares. */
    private String beside() throws IOException {
        AtomicBoolean over = new AtomicBoolean();
        try (Socket counts = connect(LabServer.COUNTS)) {
            Thread tcp = start(() -> saturateTcp(LabServer.SINK, over), "lab-load-tcp");
            pause(WARM_NANOS);
            Thread link = start(() -> saturateLink(over), "lab-load-link");
            pause(MEASURE_NANOS);
            Counts first = counts(counts);
            pause(2 * MEASURE_NANOS);
            Counts last = counts(counts);
            over.set(true);
            link.interrupt();
            tcp.interrupt();
            double own = last.linkBytes - first.linkBytes;
            double other = last.tcpBytes - first.tcpBytes;
            return String.format(Locale.ROOT, "%.3f", own / ((own + other) / 2));
        }
    }

    private double rate(Socket counts, Consumer<AtomicBoolean> load, boolean tcp) throws IOException {
        AtomicBoolean over = new AtomicBoolean();
        Thread thread = start(() -> load.accept(over), "lab-load");
        pause(WARM_NANOS);
        Counts first = counts(counts);
        pause(MEASURE_NANOS);
        Counts last = counts(counts);
        over.set(true);
        join(thread);
        pause(WARM_NANOS); // what is still on its way
        long bytes = tcp ? last.tcpBytes - first.tcpBytes : last.linkBytes - first.linkBytes;
        return bytes * (double) SECOND / (last.nanos - first.nanos);
    }

    private static Thread start(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a load ended", e);
        }
    }

    private void saturateTcp(int sink, AtomicBoolean over) {
        byte[] part = new byte[PART_BYTES];
        try (Socket socket = connect(sink)) {
            socket.setSendBufferSize(SEND_BUFFER_BYTES);
            while (!over.get()) {
                socket.getOutputStream().write(part);
            }
        } catch (IOException e) {
            throw new IllegalStateException("the load by TCP broke: " + e.getMessage(), e);
        }
    }

    private void saturateLink(AtomicBoolean over) {
        byte[] part = new byte[PART_BYTES];
        while (!over.get()) {
            if (!mesh.send(far.join(), Lane.BULK, LabServer.SINK_STREAM, part)) {
                LockSupport.parkNanos(MILLI);
            }
        }
    }

    private double[] tcpEchoes() throws IOException {
        try (Socket socket = connect(LabServer.ECHO)) {
            DataInputStream in = new DataInputStream(socket.getInputStream());
            DataOutputStream out = new DataOutputStream(socket.getOutputStream());
            Thread reader = start(() -> read(in), "lab-echoes");
            for (int i = 0; i < MESSAGES; i++) {
                out.write(message(i));
                pause(MESSAGE_EVERY_NANOS);
            }
            join(reader);
        }
        return quantiles();
    }

    private void read(DataInputStream in) {
        byte[] message = new byte[MESSAGE_BYTES];
        try {
            for (int i = 0; i < MESSAGES; i++) {
                in.readFully(message);
                onEcho(message);
            }
        } catch (IOException e) {
            throw new IllegalStateException("the echoes by TCP broke: " + e.getMessage(), e);
        }
    }

    private double[] linkEchoes() {
        Arrays.fill(took, 0);
        echoed.set(0);
        for (int i = 0; i < MESSAGES; i++) {
            mesh.send(far.join(), Lane.RELIABLE, LabServer.ECHO_STREAM, message(i));
            pause(MESSAGE_EVERY_NANOS);
        }
        long end = SystemClock.INSTANCE.nanoTime() + LINGER_NANOS;
        while (echoed.get() < MESSAGES && SystemClock.INSTANCE.nanoTime() - end < 0) {
            LockSupport.parkNanos(MILLI);
        }
        return quantiles();
    }

    private static byte[] message(int number) {
        return ByteBuffer.allocate(MESSAGE_BYTES)
                .putInt(number)
                .putLong(SystemClock.INSTANCE.nanoTime())
                .array();
    }

    private double[] quantiles() {
        long[] sorted = took.clone();
        Arrays.sort(sorted);
        return new double[] {sorted[MESSAGES / 2] / (double) MILLI, sorted[MESSAGES * 99 / 100] / (double) MILLI};
    }

    private Socket connect(int kind) throws IOException {
        Socket socket = new Socket();
        socket.connect(server);
        socket.setTcpNoDelay(true);
        socket.getOutputStream().write(kind);
        return socket;
    }

    private static Counts counts(Socket socket) throws IOException {
        socket.getOutputStream().write(1);
        byte[] reply = new byte[3 * Long.BYTES];
        new DataInputStream(socket.getInputStream()).readFully(reply);
        ByteBuffer counts = ByteBuffer.wrap(reply);
        return new Counts(counts.getLong(), counts.getLong(), counts.getLong());
    }

    private static void pause(long nanos) {
        long end = SystemClock.INSTANCE.nanoTime() + nanos;
        for (long left = nanos; left > 0; left = end - SystemClock.INSTANCE.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
