package worldmesh.benchmarks.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import worldmesh.peer.checkup.Remedy;

/** The faults: three of each of nine topics. Stateless. */
final class FaultCatalogue {
    /** So many there are. */
    static final int COUNT = 27;

    private static final String FAR = "delay=90ms";
    private static final long SEED = 20;

    private FaultCatalogue() {}

    /** All of them. */
    static List<Fault> all(Commands commands) {
        List<Fault> all = new ArrayList<>();
        regions(commands, all);
        lines(commands, all);
        ticks(commands, all);
        reconnection(commands, all);
        nats(commands, all);
        firewalls(all);
        ids(commands, all);
        components(commands, all);
        rules(commands, all);
        return all;
    }

    /** Nobody has anything: a player and a member on a good line of some kind, and two copies of a store. */
    static Patient healthy(long seed, Commands commands) {
        SplittableRandom random = new SplittableRandom(seed);
        PlayPatient player = new PlayPatient(commands, seed)
                .line(String.format(
                        Locale.ROOT,
                        "delay=%dms,jitter=%dms,loss=%.1f%%",
                        random.nextInt(60),
                        random.nextInt(8),
                        random.nextDouble()));
        DeclaredGame game = DeclaredGame.with(DeclaredGame.Stats.class, DeclaredGame.Chest.class);
        return new Healthy(player, StorePatient.declaring(commands, game, game));
    }

    /** Both are looked at. */
    private record Healthy(PlayPatient player, StorePatient stores) implements Patient {
        @Override
        public Diagnosis examine() {
            List<Diagnosis.Named> named = new ArrayList<>(player.examine().named());
            named.addAll(stores.examine().named());
            return new Diagnosis(named);
        }

        @Override
        public void apply(Remedy remedy) {
            throw Patient.senseless(remedy);
        }

        @Override
        public void close() {
            player.close();
            stores.close();
        }
    }

    private static PlayPatient player(Commands commands) {
        return new PlayPatient(commands, SEED);
    }

    private static void regions(Commands commands, List<Fault> all) {
        String topic = "server region";
        all.add(new Fault(
                topic,
                "a far member is joined by its address",
                "region",
                false,
                () -> player(commands).line(FAR).another("delay=5ms")));
        all.add(new Fault(
                topic,
                "a far member is joined by its invitation",
                "region",
                false,
                () -> player(commands)
                        .line(FAR)
                        .another("delay=10ms")
                        .another("delay=120ms")
                        .named(PlayPatient.Naming.INVITATION)));
        all.add(new Fault(
                topic,
                "the invitation of a far member names a near one beside it",
                "region",
                false,
                () -> player(commands).line(FAR).another("delay=8ms").named(PlayPatient.Naming.STAND_INS)));
    }

    private static void lines(Commands commands, List<Fault> all) {
        String topic = "network quality";
        all.add(new Fault(
                topic,
                "8 % of the datagrams are lost",
                "quality loss",
                false,
                () -> player(commands).line("delay=15ms,loss=8%")));
        all.add(new Fault(
                topic,
                "round trips differ by 100 ms",
                "quality jitter",
                false,
                () -> player(commands).line("delay=10ms,jitter=150ms")));
        all.add(new Fault(
                topic,
                "the line carries 160 kbit/s",
                "quality rate",
                false,
                () -> player(commands).line("delay=10ms,rate=160kbit,queue=8s")));
    }

    private static void ticks(Commands commands, List<Fault> all) {
        String topic = "tick rate";
        all.add(new Fault(
                topic,
                "a node is told to update five times a second",
                "ticks",
                false,
                () -> player(commands).atNode().there("node.update-rate", "5")));
        all.add(new Fault(
                topic,
                "the game's frames take 150 ms",
                "ticks",
                false,
                () -> player(commands).busy(new PlayMember.Load(150, 0))));
        all.add(new Fault(
                topic,
                "an observer takes 120 ms in each update",
                "ticks",
                false,
                () -> player(commands).busy(new PlayMember.Load(5, 120))));
    }

    private static void reconnection(Commands commands, List<Fault> all) {
        String topic = "reconnection logic";
        all.add(new Fault(
                topic,
                "automatic reconnection is off here",
                "reconnection here",
                false,
                () -> player(commands).here("peer.reconnect.automatic", "false")));
        all.add(new Fault(
                topic,
                "automatic reconnection is off at the member",
                "reconnection there",
                false,
                () -> player(commands).there("peer.reconnect.automatic", "false")));
        all.add(new Fault(
                topic,
                "pauses of a minute to ten",
                "reconnection here",
                false,
                () -> player(commands)
                        .here("peer.reconnect.first-pause-millis", "60000")
                        .here("peer.reconnect.last-pause-millis", "600000")));
    }

    private static void nats(Commands commands, List<Fault> all) {
        String topic = "NAT traversal";
        all.add(new Fault(
                topic,
                "the router's NAT is symmetric",
                "nat",
                true,
                () -> new LabPatient("symmetric", LabPatient.Wall.NONE)));
        all.add(new Fault(
                topic,
                "one of two STUN servers is dead",
                "stun",
                false,
                () -> player(commands).withDeadStun()));
        all.add(new Fault(
                topic,
                "ways through NATs are not looked for",
                "traversal here",
                false,
                () -> player(commands).here("mesh.ice.enabled", "false")));
    }

    private static void firewalls(List<Fault> all) {
        String topic = "firewall settings";
        all.add(new Fault(
                topic,
                "a firewall here lets nothing of the member in",
                "ways",
                true,
                () -> new LabPatient("open", LabPatient.Wall.HERE)));
        all.add(new Fault(
                topic,
                "a firewall at the member lets nothing in",
                "ways",
                true,
                () -> new LabPatient("open", LabPatient.Wall.THERE)));
        all.add(new Fault(
                topic,
                "the network lets no UDP out",
                "udp",
                true,
                () -> new LabPatient("udp-blocked", LabPatient.Wall.NONE)));
    }

    private static void ids(Commands commands, List<Fault> all) {
        String topic = "entity ids";
        all.add(new Fault(
                topic, "two stores have one key", "ids peer", false, () -> StorePatient.withCopiedKey(commands)));
        all.add(new Fault(
                topic,
                "one replica ran twice and gave an id to two entities",
                "ids batch",
                false,
                () -> StorePatient.runTwice(commands)));
        all.add(new Fault(
                topic,
                "two components have one id",
                "ids id",
                false,
                () -> StorePatient.declaring(
                        commands,
                        DeclaredGame.with(DeclaredGame.Chested.class),
                        DeclaredGame.with(DeclaredGame.Fired.class))));
    }

    private static Fault drift(
            String topic, String name, String expected, Commands commands, List<Class<? extends Record>> two) {
        return new Fault(
                topic,
                name,
                expected,
                false,
                () -> StorePatient.declaring(commands, DeclaredGame.with(two.get(0)), DeclaredGame.with(two.get(1))));
    }

    private static void components(Commands commands, List<Fault> all) {
        String topic = "component serialization";
        all.add(drift(
                topic,
                "a field has another type",
                "components stats field 1",
                commands,
                List.of(DeclaredGame.Stats.class, DeclaredGame.WideStats.class)));
        all.add(drift(
                topic,
                "a field was put between two",
                "components stats field 2",
                commands,
                List.of(DeclaredGame.Stats.class, DeclaredGame.LongStats.class)));
        all.add(drift(
                topic,
                "a register became a counter",
                "components score",
                commands,
                List.of(DeclaredGame.Score.class, DeclaredGame.CountedScore.class)));
    }

    private static void rules(Commands commands, List<Fault> all) {
        String topic = "replication rules";
        all.add(drift(
                topic,
                "what only its owner may write anybody may there",
                "rules chest trust",
                commands,
                List.of(DeclaredGame.Chest.class, DeclaredGame.SharedChest.class)));
        all.add(drift(
                topic,
                "an owner that may change is fixed there",
                "rules door",
                commands,
                List.of(DeclaredGame.Door.class, DeclaredGame.FixedDoor.class)));
        all.add(drift(
                topic,
                "motion of all goes to the authority alone there",
                "rules ship who",
                commands,
                List.of(DeclaredGame.Ship.class, DeclaredGame.HiddenShip.class)));
    }
}
