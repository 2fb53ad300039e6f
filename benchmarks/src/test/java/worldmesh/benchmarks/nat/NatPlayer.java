package worldmesh.benchmarks.nat;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import worldmesh.mesh.ice.IceSettings;
import worldmesh.mesh.ice.TurnSettings;
import worldmesh.mesh.rendezvous.NodeLink;
import worldmesh.mesh.wss.NodeSettings;
import worldmesh.peer.Session;
import worldmesh.peer.SessionOptions;
import worldmesh.peer.World;
import worldmesh.peer.core.PeerView;
import worldmesh.runtime.identity.PeerId;
import worldmesh.runtime.time.SystemClock;
import worldmesh.world.component.Component;

/**
 * One player in a JVM of its own: hosts, or joins by an invitation, and tells by lines whom it is linked with, since
 * when and where. Plays until its input ends.
 */
public final class NatPlayer {
    private static final long TURN_NANOS = 5_000_000L;

    /** What the world is made of: a world needs one component. */
    @Component("mark")
    public record Mark(int value) {}

    private final PrintStream out =
            new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    private final Path store;
    private final Set<PeerId> met = new HashSet<>();
    private final Map<PeerId, String> ways = new HashMap<>();
    private final Map<PeerId, PeerView.State> states = new HashMap<>();
    private final Map<String, String> places = new LinkedHashMap<>();
    private long introducedNanos;

    private NatPlayer(Path store) {
        this.store = store;
    }

    /**
     * {@code STORE NAME STUN host HOST | STORE NAME STUN join INVITATION}, then {@code TURN CERTIFICATES NODE}; STUN
     * and TURN are lists of servers or empty, NODE is a rendezvous or empty.
     */
    public static void main(String[] args) throws IOException {
        IceRehearsal.play();
        boolean served = !args[5].isEmpty();
        TurnSettings turn = served
                ? new TurnSettings(TurnSettings.servers(args[5]), "natlab", "natlab-secret", args[6])
                : TurnSettings.none();
        IceSettings ice = new IceSettings(true, IceSettings.servers(args[2]))
                .withTurn(turn)
                .withNode(args[7].isEmpty() ? NodeSettings.NONE : new NodeSettings(NodeLink.parse(args[7]), ""));
        new NatPlayer(Path.of(args[0])).play(args[1], ice, args[3].equals("host"), args[4]);
        System.exit(0);
    }

    private void play(String name, IceSettings ice, boolean hosts, String target) throws IOException {
        SessionOptions options = SessionOptions.defaults()
                .listen(new InetSocketAddress(0))
                .quiet()
                .byInvitation()
                .ice(ice);
        try (World world =
                World.builder().components(Mark.class).store(store).name(name).open()) {
            tell("self", world.self().toString());
            try (Session session = hosts ? Session.host(world, "nat", options) : Session.join(world, target, options)) {
                boolean invited = !hosts;
                while (System.in.available() == 0) {
                    session.update(0.005);
                    if (!invited && session.isConnected()) {
                        invited = true;
                        tell("invite", session.invite(target).format());
                    }
                    report(session);
                    LockSupport.parkNanos(TURN_NANOS);
                }
            }
        }
    }

    private void report(Session session) throws IOException {
        long now = SystemClock.INSTANCE.nanoTime();
        List<PeerView> peers = session.peers();
        if (met.isEmpty() && peers.size() > 1) {
            introducedNanos = now;
        }
        for (PeerView peer : peers) {
            if (!peer.self() && met.add(peer.peer())) {
                tell("met", peer.name() + " " + (now - introducedNanos) / 1_000_000);
            }
            String way = peer.relayed() ? "relayed" : "direct";
            if (!peer.self() && !way.equals(ways.put(peer.peer(), way))) {
                tell("way", peer.name() + " " + way);
            }
            if (!peer.self() && peer.state() != states.put(peer.peer(), peer.state())) {
                tell("state", peer.name() + " " + peer.state());
            }
        }
        reportPlaces();
    }

    private void reportPlaces() throws IOException {
        Path members = store.resolve("members");
        if (met.size() > 0 && Files.isRegularFile(members)) {
            for (String line : Files.readAllLines(members, StandardCharsets.UTF_8)) {
                int space = line.indexOf(' ');
                String place = line.substring(space + 1);
                if (!place.equals(places.put(line.substring(0, space), place))) {
                    tell("at", line);
                }
            }
        }
    }

    private void tell(String key, String value) {
        out.println(key + " " + value);
    }
}
