package worldmesh.samples.lanparty;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** A host in a JVM of its own, for tests that kill it; tells its invitation on its standard output. */
final class KillableHost {
    private KillableHost() {}

    /** Starts one that keeps its store under {@code directory}. */
    static Process start(String name, Path directory) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String classes = System.getProperty("java.class.path");
        String store = directory.resolve(name).toString();
        return new ProcessBuilder(java, "-cp", classes, KillableHost.class.getName(), name, store)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /** {@code NAME STORE}. */
    public static void main(String[] args) {
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        PeerOptions options = new PeerOptions(
                args[0],
                Path.of(args[1]),
                anyPort,
                PeerOptions.Entry.host("Friday LAN"),
                anyPort,
                PeerOptions.Files.NONE);
        Peers.Peer told = new Peers.Peer();
        PeerProcess peer = PeerProcess.start(options, new PeerSetting(List.of(), told, told));
        out.println(Peers.await(told.invitation));
        peer.end().join();
    }
}
