package worldmesh.samples.demo;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Scanner;
import worldmesh.runtime.net.HostPort;
import worldmesh.runtime.time.SystemClock;
import worldmesh.samples.lanparty.Milestones;
import worldmesh.samples.lanparty.PeerOptions;
import worldmesh.samples.lanparty.PeerProcess;
import worldmesh.samples.lanparty.PeerSetting;
import worldmesh.samples.lanparty.play.Audience;

/** One peer of the demonstration in a JVM of its own; tells the driver by lines of {@code key value}. */
public final class DemoPeer implements Milestones, Audience {
    private final PrintStream out =
            new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    private final PeerDirectory directory;
    private final boolean joins;
    private final long launchedMillis;

    private DemoPeer(PeerDirectory directory, boolean joins, long launchedMillis) {
        this.directory = directory;
        this.joins = joins;
        this.launchedMillis = launchedMillis;
    }

    /** {@code DIRECTORY NAME LISTEN LAUNCHED-MILLIS --host WORLD | --join INVITE}; lines on stdin are commands. */
    public static void main(String[] args) {
        PeerDirectory directory = new PeerDirectory(args[1], Path.of(args[0]));
        boolean joins = args[4].equals("--join");
        DemoPeer told = new DemoPeer(directory, joins, Long.parseLong(args[3]));
        PeerOptions.Entry entry = joins ? PeerOptions.Entry.join(args[5]) : PeerOptions.Entry.host(args[5]);
        PeerOptions options = new PeerOptions(
                args[1],
                directory.store(),
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                entry,
                HostPort.parse(args[2]),
                new PeerOptions.Files(null, directory.receipts()));
        try (PeerProcess peer = PeerProcess.start(options, new PeerSetting(List.of(), told, told))) {
            Thread reader = new Thread(() -> told.obey(peer), "driver");
            reader.setDaemon(true);
            reader.start();
            peer.end().join();
        }
        System.exit(0);
    }

    private void obey(PeerProcess peer) {
        Scanner lines = new Scanner(new FileInputStream(FileDescriptor.in), StandardCharsets.UTF_8);
        while (lines.hasNextLine() && peer.line(lines.nextLine())) {
            // The peer has it.
        }
        // The driver is gone, and a peer without a driver would play for ever.
        peer.line("quit");
    }

    @Override
    public void page(String url) {
        tell("page", url);
    }

    @Override
    public void listening(String address, String invitation) {
        long now = SystemClock.INSTANCE.wallMillis();
        directory.report("start " + (now - launchedMillis));
        directory.report("listening " + now);
        tell("address", address);
        if (!invitation.isEmpty()) {
            tell("invite", invitation);
        }
    }

    @Override
    public void joined(long millis) {
        if (joins) {
            directory.report("join " + millis);
        }
    }

    @Override
    public void playing() {
        tell("playing", "yes");
    }

    @Override
    public void epoch(long epoch) {
        directory.report("epoch " + SystemClock.INSTANCE.wallMillis());
    }

    @Override
    public void state(int waiting, String digest) {
        tell("quiet", waiting == 0 ? digest : waiting + " waiting at " + directory.name());
    }

    @Override
    public void heard(String author, int colour, String text) {
        // Nobody sits at this terminal; the page shows it.
    }

    @Override
    public void noticed(Audience.Tone tone, String text) {
        // Nobody sits at this terminal; the page shows it.
    }

    private void tell(String key, String value) {
        out.println(key + " " + value);
    }
}
