package worldmesh.samples.lanparty;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The peer command in a JVM of its own, for tests that kill it; hosts, or joins by a link. */
final class KillableSharer {
    private KillableSharer() {}

    /** {@code NAME STORE LINK}; an empty link hosts. */
    public static void main(String[] args) {
        InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        PeerOptions.Entry entry =
                args[2].isEmpty() ? PeerOptions.Entry.host("Friday LAN") : PeerOptions.Entry.join(args[2]);
        PeerOptions options =
                new PeerOptions(args[0], Path.of(args[1]), anyPort, entry, anyPort, PeerOptions.Files.NONE);
        PrintWriter out = new PrintWriter(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        PeerCommand.run(options, System.in, out, out);
    }
}
