package worldmesh.samples.lanparty;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import worldmesh.peer.PeerConfig;
import worldmesh.runtime.config.ConfigLoader;
import worldmesh.samples.lanparty.play.Audience;

/** A host by invitation in a JVM of its own, for tests that kill it; what its player is told goes to its output. */
final class KillableInviter implements Milestones, Audience {
    private static final PrintStream OUT =
            new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);

    private KillableInviter() {}

    /** {@code NAME STORE}. */
    public static void main(String[] args) {
        PeerConfig config = ConfigLoader.of(PeerConfig.class)
                .set(List.of("peer.session.invite-only=true"))
                .load();
        InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        PeerOptions options = new PeerOptions(
                args[0],
                Path.of(args[1]),
                anyPort,
                PeerOptions.Entry.host("Friday LAN"),
                anyPort,
                PeerOptions.Files.NONE,
                config);
        KillableInviter told = new KillableInviter();
        PeerProcess peer = PeerProcess.start(options, new PeerSetting(List.of(), told, told));
        Terminal.read(System.in, peer::line);
        peer.end().join();
    }

    @Override
    public void heard(String author, int colour, String text) {
        OUT.println(text);
    }

    @Override
    public void noticed(Tone tone, String text) {
        OUT.println(text);
    }

    @Override
    public void playing() {
        OUT.println("playing");
    }

    @Override
    public void page(String url) {}

    @Override
    public void listening(String address, String invitation) {
        OUT.println("at " + address);
    }

    @Override
    public void joined(long millis) {}

    @Override
    public void epoch(long epoch) {}

    @Override
    public void state(int waiting, String digest) {}
}
