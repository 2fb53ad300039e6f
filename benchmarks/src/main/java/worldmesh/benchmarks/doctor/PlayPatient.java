package worldmesh.benchmarks.doctor;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import worldmesh.mesh.invite.Invite;
import worldmesh.mesh.invite.StandIn;
import worldmesh.peer.checkup.Remedy;
import worldmesh.runtime.net.HostPort;
import worldmesh.testkit.net.LinkShape;
import worldmesh.testkit.netsim.LineProxy;
import worldmesh.testkit.netsim.LineText;

/** A player at this machine, members on it, and lines between them. Each look starts them anew with what is set now. */
final class PlayPatient implements Patient {
    /** The member's updates are watched for a while before anything is said of them. */
    private static final long WARM_NANOS = 2_500_000_000L;

    private static final int TURN_SHARE = 3;
    private static final String CLEAR = "delay=5ms";
    private static final Pattern FIGURE = Pattern.compile("([a-z]+)(<=|>=)([0-9]+)([a-z%]*)");

    private final Commands commands;
    private final long seed;
    private final WorkDirectory directory = new WorkDirectory();
    private final Map<String, String> here = new LinkedHashMap<>();
    private final Map<String, String> there = new LinkedHashMap<>();
    private final List<Map<String, String>> lines = new ArrayList<>();
    private final List<Runnable> kept = new ArrayList<>();
    private List<String> places = List.of();
    private PlayMember.Load load = PlayMember.Load.LIGHT;
    private Naming naming = Naming.ADDRESS;
    private boolean node;
    private int chosen;

    /** How the member is named to the doctor. */
    enum Naming {
        /** By its address, the others as places of the configuration. */
        ADDRESS,
        /** By its invitation, the others in the same way. */
        INVITATION,
        /** By its invitation, which names the others too. */
        STAND_INS
    }

    PlayPatient(Commands commands, long seed) {
        this.commands = commands;
        this.seed = seed;
        lines.add(words(CLEAR));
    }

    private static Map<String, String> words(String line) {
        Map<String, String> words = new LinkedHashMap<>();
        for (String word : line.split(",", -1)) {
            words.put(word.substring(0, word.indexOf('=')), word.substring(word.indexOf('=') + 1));
        }
        return words;
    }

    PlayPatient here(String key, String value) {
        here.put(key, value);
        return this;
    }

    PlayPatient there(String key, String value) {
        there.put(key, value);
        return this;
    }

    /** What the line to the member does. */
    PlayPatient line(String words) {
        lines.set(0, words(words));
        return this;
    }

    /** A further member, behind such a line. */
    PlayPatient another(String words) {
        lines.add(words(words));
        return this;
    }

    PlayPatient named(Naming how) {
        naming = how;
        return this;
    }

    PlayPatient busy(PlayMember.Load with) {
        load = with;
        return this;
    }

    PlayPatient atNode() {
        node = true;
        return this;
    }

    /** A STUN server of which this side knows, and one that is dead before it. */
    PlayPatient withDeadStun() {
        StunPost dead = new StunPost(false);
        StunPost alive = new StunPost(true);
        kept.add(dead::close);
        kept.add(alive::close);
        return here("mesh.ice.stun-servers", dead.place() + "," + alive.place());
    }

    @Override
    public Diagnosis examine() {
        List<Runnable> running = new ArrayList<>();
        try {
            return Diagnosis.of(commands.run(arguments(running)));
        } finally {
            close(running);
        }
    }

    private List<String> arguments(List<Runnable> running) {
        List<PlayMember> members = new ArrayList<>();
        List<InetSocketAddress> near = new ArrayList<>();
        for (Map<String, String> line : lines) {
            List<String> keys = there.entrySet().stream()
                    .map(key -> key.getKey() + "=" + key.getValue())
                    .toList();
            PlayMember member = node
                    ? PlayMember.node(directory.fresh("node"), keys)
                    : PlayMember.game(directory.fresh("member"), keys, load);
            running.add(member::close);
            LineProxy proxy = proxy(member.local(), line, seed + members.size());
            running.add(proxy::close);
            members.add(member);
            near.add(proxy.local());
        }
        LockSupport.parkNanos(WARM_NANOS);
        places = near.stream().map(HostPort::format).toList();
        List<String> words = new ArrayList<>(List.of("doctor"));
        here.forEach((key, value) -> words.add("--set=" + key + "=" + value));
        if (places.size() > 1 && naming != Naming.STAND_INS) {
            words.add("--set=peer.discovery.places=" + String.join(",", places));
        }
        words.add(target(members, near));
        return words;
    }

    private String target(List<PlayMember> members, List<InetSocketAddress> near) {
        if (naming == Naming.ADDRESS || chosen > 0) {
            return places.get(chosen);
        }
        Invite plain = members.get(0).invite();
        Invite through = new Invite("127.0.0.1", near.get(0).getPort(), plain.peer(), plain.world(), plain.secret());
        if (naming == Naming.INVITATION) {
            return through.format();
        }
        List<StandIn> others = new ArrayList<>();
        for (int i = 1; i < members.size(); i++) {
            others.add(new StandIn(
                    members.get(i).invite().peer(), "127.0.0.1", near.get(i).getPort()));
        }
        return through.with(others).format();
    }

    private static LineProxy proxy(InetSocketAddress far, Map<String, String> line, long seed) {
        LinkShape shape = LinkShape.clear();
        for (Map.Entry<String, String> word : line.entrySet()) {
            shape = LineText.change(shape, word.getKey(), word.getValue());
        }
        InetSocketAddress listen = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        return LineProxy.open(listen, far, shape, shape, seed);
    }

    @Override
    public void apply(Remedy remedy) {
        switch (remedy.action()) {
            case SET -> set(remedy);
            case JOIN -> join(remedy);
            case MEND -> figure(remedy, this::mend);
            case RELIEVE -> figure(remedy, this::relieve);
            case RUN, ALLOW, MAP, DECLARE, RENAME -> throw Patient.senseless(remedy);
        }
    }

    private void set(Remedy remedy) {
        int equals = remedy.subject().indexOf('=');
        if (equals < 1) {
            throw Patient.senseless(remedy);
        }
        Map<String, String> keys = remedy.place() == Remedy.Place.HERE ? here : there;
        keys.put(remedy.subject().substring(0, equals), remedy.subject().substring(equals + 1));
    }

    private void join(Remedy remedy) {
        chosen = places.indexOf(remedy.subject());
        if (chosen < 0) {
            throw Patient.senseless(remedy);
        }
    }

    private static void figure(Remedy remedy, Consumer<Matcher> change) {
        Matcher figure = FIGURE.matcher(remedy.subject());
        if (!figure.matches()) {
            throw Patient.senseless(remedy);
        }
        change.accept(figure);
    }

    /** Another line, that is a third of what it may be at most, or twice what it must be at least. */
    private void mend(Matcher figure) {
        int value = Integer.parseInt(group(figure, 3));
        int better = group(figure, 2).equals("<=") ? value / 3 : 2 * value;
        lines.get(chosen).put(group(figure, 1), better + group(figure, 4));
    }

    /** So little work that there is room for twice as many. */
    private void relieve(Matcher figure) {
        int most = 1_000 / (TURN_SHARE * Integer.parseInt(group(figure, 3)));
        load = new PlayMember.Load(Math.min(load.frameMillis(), most), Math.min(load.observerMillis(), most / 2));
    }

    private static String group(Matcher figure, int number) {
        return Objects.requireNonNull(figure.group(number));
    }

    @Override
    public void close() {
        close(kept);
        directory.close();
    }

    private static void close(List<Runnable> all) {
        for (int i = all.size() - 1; i >= 0; i--) {
            all.get(i).run();
        }
        all.clear();
    }
}
