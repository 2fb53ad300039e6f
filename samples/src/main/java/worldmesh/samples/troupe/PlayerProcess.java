package worldmesh.samples.troupe;

import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import worldmesh.peer.PeerConfig;
import worldmesh.peer.port.AuthorityNotice;
import worldmesh.peer.port.AuthorityStatus;
import worldmesh.runtime.config.ConfigLoader;
import worldmesh.runtime.net.HostPort;
import worldmesh.runtime.time.SystemClock;
import worldmesh.samples.cheat.MintingRules;
import worldmesh.samples.lanparty.Milestones;
import worldmesh.samples.lanparty.PeerOptions;
import worldmesh.samples.lanparty.PeerProcess;
import worldmesh.samples.lanparty.PeerSetting;
import worldmesh.samples.lanparty.play.Audience;
import worldmesh.samples.lanparty.play.Diligence;

/**
 * One player of a troupe in a JVM of its own. Opens its world, waits for the line {@code go}, then plays; tells the
 * driver by lines of {@code key value}, and the checker by a report beside its store.
 */
public final class PlayerProcess implements Milestones, Audience {
    private static final String GO = "go";
    private static final String TURN = "turn";
    private static final String WARM = "warm";
    private static final String AGAIN = "again";

    private final PrintStream out =
            new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    private final BufferedReader in =
            new BufferedReader(new InputStreamReader(new FileInputStream(FileDescriptor.in), StandardCharsets.UTF_8));
    private final PeerDirectory directory;
    private final boolean joins;
    private final long launchedMillis;
    private volatile boolean turned;
    private volatile boolean again;
    private long answeredEpoch;
    private AuthorityStatus.Role role = AuthorityStatus.Role.LEARNER;

    private PlayerProcess(PeerDirectory directory, boolean joins, long launchedMillis) {
        this.directory = directory;
        this.joins = joins;
        this.launchedMillis = launchedMillis;
    }

    /**
     * {@code DIRECTORY NAME LISTEN LAUNCHED-MILLIS host|join|lan TARGET [warm] [KEY=VALUE...]}; lines on stdin are
     * commands.
     */
    public static void main(String[] args) {
        PeerDirectory directory = new PeerDirectory(args[1], Path.of(args[0]));
        PeerOptions.Entry entry = Entrance.of(args[4], args[5]);
        PlayerProcess told = new PlayerProcess(directory, entry.way() != PeerOptions.Way.HOST, Long.parseLong(args[3]));
        List<String> rest = Arrays.asList(args).subList(6, args.length);
        PeerOptions options = new PeerOptions(
                args[1],
                directory.store(),
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                entry,
                HostPort.parse(args[2]),
                new PeerOptions.Files(null, directory.receipts()),
                ConfigLoader.of(PeerConfig.class)
                        .set(rest.stream().filter(arg -> !arg.equals(WARM)).toList())
                        .load());
        if (rest.contains(WARM)) {
            Rehearsal.play(directory.path());
        }
        do {
            told.play(options);
        } while (told.again);
        System.exit(0);
    }

    // Who is told to come again does so as somebody new: the process is warm then, the store empty.
    private void play(PeerOptions options) {
        if (again) {
            directory.forgetStore();
            role = AuthorityStatus.Role.LEARNER;
            answeredEpoch = 0;
            again = false;
        }
        PeerSetting setting = new PeerSetting(List.of(), this, this, this::awaitGo, MintingRules.book(() -> turned));
        try (PeerProcess peer = PeerProcess.start(options, setting)) {
            Thread reader = new Thread(() -> obey(peer), "driver");
            reader.setDaemon(true);
            reader.start();
            peer.end().join();
        }
    }

    // All players of a party can be told to come in at one moment, whenever their JVMs were ready.
    private void awaitGo() {
        tell("ready", "yes");
        for (String line = readLine(); !GO.equals(line); line = readLine()) {
            if (line.isEmpty()) {
                System.exit(0);
            }
        }
    }

    private void obey(PeerProcess peer) {
        boolean taken = true;
        String line = readLine();
        while (taken && !line.isEmpty() && !line.equals(AGAIN)) {
            if (line.equals(Usage.QUESTION)) {
                tell(Usage.QUESTION, Usage.ofThisProcess().toLine());
            } else if (line.equals(TURN)) {
                turned = true;
            } else {
                taken = peer.line(line);
            }
            line = readLine();
        }
        again = line.equals(AGAIN);
        // Without that word the driver is gone, and a peer without a driver would play for ever.
        peer.line("quit");
    }

    /** The next line, empty at the end. */
    private String readLine() {
        try {
            String line = in.readLine();
            return line == null ? "" : line;
        } catch (IOException e) {
            throw new UncheckedIOException("the driver's pipe failed: " + e.getMessage(), e);
        }
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
        tell("joined", String.valueOf(millis));
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
    public void authority(AuthorityStatus status) {
        long now = SystemClock.INSTANCE.wallMillis();
        if (isSeated(status.role()) && !isSeated(role)) {
            directory.report("seated " + now);
        }
        role = status.role();
        tell("role", role + " " + status.epoch() + " " + status.roster().size() + " " + now);
    }

    private static boolean isSeated(AuthorityStatus.Role role) {
        return role == AuthorityStatus.Role.HOLDER || role == AuthorityStatus.Role.FOLLOWER;
    }

    @Override
    public void members(int present) {
        tell("members", present + " " + SystemClock.INSTANCE.wallMillis());
    }

    @Override
    public void view(int members) {
        tell("view", members + " " + SystemClock.INSTANCE.wallMillis());
    }

    @Override
    public void answered(long epoch) {
        long now = SystemClock.INSTANCE.wallMillis();
        if (epoch > answeredEpoch) {
            answeredEpoch = epoch;
            directory.report("ack " + now + " " + epoch);
        }
        tell("answered", String.valueOf(now));
    }

    @Override
    public void acted(Diligence.Stint stint) {
        directory.report("acted " + stint.tried() + " " + stint.accepted() + " " + stint.millis());
    }

    @Override
    public void provisional() {
        directory.report("provisional 1");
    }

    @Override
    public void noticed(AuthorityNotice notice) {
        directory.report("notice-" + notice.kind() + " " + SystemClock.INSTANCE.wallMillis());
        if (notice.kind() == AuthorityNotice.Kind.DEPOSED) {
            tell("deposed", notice.subject().toString());
        }
    }

    @Override
    public void state(int waiting, String digest) {
        tell("quiet", waiting == 0 ? digest : waiting + " waiting at " + directory.name());
    }

    @Override
    public void heard(String author, int colour, String text) {
        String line = author.isEmpty() ? text : "<" + author + "> " + text;
        tell("heard", line.replaceAll("\\p{Cntrl}", " "));
    }

    @Override
    public void noticed(Audience.Tone tone, String text) {
        // Nobody sits at this terminal; the page shows it.
    }

    private void tell(String key, String value) {
        out.println(key + " " + value);
    }
}
