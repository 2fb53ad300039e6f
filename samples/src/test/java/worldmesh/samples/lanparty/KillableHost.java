package worldmesh.samples.lanparty;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** A host in a JVM of its own, for tests that kill it; tells its invitation on its standard output. */
final class KillableHost {
    private KillableHost() {}

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
