package worldmesh.benchmarks.nat;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import worldmesh.mesh.path.CandidateKind;
import worldmesh.testkit.lab.NatLab;

/**
 * Connects two ends behind every pair of NATs, each time from nothing: fresh keys, ports, searches and allocations in
 * JVMs that are warm. Their offers are carried by this process, as a rendezvous would; all else goes through the
 * laboratory.
 */
public final class NatBench implements AutoCloseable {
    private static final long START_MILLIS = 120_000;
    private static final long OPEN_MILLIS = 10_000;

    /** When a session would search again. */
    private static final long SEARCH_MILLIS = 10_000;

    private static final long UPGRADE_MILLIS = 5_000;

    /** A search goes on for 1.5 s after its first way. */
    private static final long GUESS_MILLIS = 2_500;

    /** After a move the search may still check the ways through servers. */
    private static final long SETTLE_MILLIS = 3_000;

    private static final long WATCH_MILLIS = 1_000;
    private static final String SERVER = "198.18.0.10";
    private static final String HAIRPIN = "hp";
    private static final String PLAIN = "pl";

    /** Where the kinds leave it out. */
    private static final String COUNTING = "sq";

    /** IPv6 alone, and no TURN server of its own. */
    private static final String SERVERLESS = "sx";

    private final NatLab lab;
    private final NatBenchOptions options;
    private final Consumer<String> progress;
    private final Map<String, AgentProcess> agents = new LinkedHashMap<>();
    private final List<NatPair> results = new ArrayList<>();
    private final File log;

    private NatBench(NatLab lab, NatBenchOptions options, Consumer<String> progress) {
        this.lab = lab;
        this.options = options;
        this.progress = progress;
        try {
            this.log = Files.createTempFile("worldmesh-nat", ".log").toFile();
        } catch (IOException e) {
            throw new UncheckedIOException("a temporary file is needed", e);
        }
    }

    /** Why this machine cannot do it; empty if it can. */
    public static Optional<String> obstacle(NatBenchOptions options) {
        return NatLab.obstacle(lans(options).toArray(String[]::new));
    }

    /** Measures in a laboratory with this prefix. */
    public static NatReport run(NatBenchOptions options, String id, Consumer<String> progress) {
        try (NatLab lab = NatLab.up(id, lans(options).toArray(String[]::new));
                NatBench bench = new NatBench(lab, options, progress)) {
            return bench.measure();
        }
    }

    private static List<String> lans(NatBenchOptions options) {
        List<String> lans = new ArrayList<>();
        for (NatKind kind : options.kinds()) {
            lans.add(host(kind, "a") + "=" + kind.lan());
            lans.add(host(kind, "b") + "=" + kind.lan());
        }
        if (options.extras()) {
            lans.add(HAIRPIN + "=port-restrictedx2,hairpin=on");
            lans.add(PLAIN + "=port-restrictedx2");
            lans.add(SERVERLESS + "=" + NatKind.IPV6_ONLY.lan());
            if (guessesBeside(options)) {
                lans.add(COUNTING + "=" + NatKind.SEQUENTIAL.lan());
            }
        }
        return lans;
    }

    /** A LAN of a kind: two letters, since namespaces and cards have short names. */
    private static String host(NatKind kind, String side) {
        return (char) ('a' + NatKind.all().indexOf(kind)) + side;
    }

    private NatReport measure() {
        startAll();
        List<NatKind> kinds = options.kinds();
        for (int i = 0; i < kinds.size(); i++) {
            for (int j = i; j < kinds.size(); j++) {
                NatKind one = kinds.get(i);
                NatKind other = kinds.get(j);
                Theory theory = Theory.of(one, other);
                for (int time = 0; time < options.times(); time++) {
                    String name = one.label() + " - " + other.label();
                    add(pair(name, theory, host(one, "a") + "1", host(other, "b") + "1"));
                }
            }
        }
        if (options.extras()) {
            behindOneRouter();
            acrossFamilies();
            guessed();
            keptApart(NatKind.PORT_RESTRICTED, NatKind.PORT_RESTRICTED);
            keptApart(NatKind.FULL_CONE, NatKind.SYMMETRIC);
        }
        return new NatReport(results);
    }

    private void add(NatPair result) {
        results.add(result);
        progress.accept(String.format(
                Locale.ROOT,
                "%s: %s %s after %.0f ms",
                result.name(),
                result.connected() ? "connected" : "not connected",
                result.last(),
                result.connectMillis()));
    }

    private void startAll() {
        lab.hosts().forEach(host -> agents.put(host, AgentProcess.start(lab, host, log, settings(host))));
        boolean ready = AgentProcess.await(
                START_MILLIS, () -> agents.values().stream().allMatch(agent -> agent.isReady() || !agent.isAlive()));
        List<String> dead = agents.values().stream()
                .filter(agent -> !agent.isAlive())
                .map(AgentProcess::host)
                .toList();
        if (!ready || !dead.isEmpty()) {
            throw new IllegalStateException("not all agents came up, ended: " + dead + "; see " + log);
        }
        progress.accept(agents.size() + " hosts are ready");
    }

    private static List<String> settings(String host) {
        String turn = "turn:" + SERVER + ":3478,turn:[2001:db8::10]:3478,turns:" + SERVER + ":443";
        return List.of(
                SERVER + ":3478,198.18.0.11:3478,[2001:db8::10]:3478",
                host.startsWith(SERVERLESS) ? "" : turn,
                "natlab",
                "natlab-secret",
                NatLab.certificate().toString());
    }

    private AgentProcess agent(String host) {
        AgentProcess agent = agents.get(host);
        if (agent == null) {
            throw new IllegalStateException("there is no host " + host);
        }
        return agent;
    }

    /** So many searches are to find a direct way: two that must, fewer where it takes a guess and luck, none. */
    private record Theory(boolean direct, int searches) {
        static final Theory DIRECT = new Theory(true, 2);
        static final Theory RELAYED = new Theory(false, 0);

        static Theory of(NatKind one, NatKind other) {
            if (NatKind.direct(one, other)) {
                return DIRECT;
            }
            return NatKind.guessable(one, other) ? new Theory(false, one == other ? 1 : 2) : RELAYED;
        }
    }

    private NatPair pair(String name, Theory theory, String one, String other) {
        AgentProcess lead = connect(agent(one), agent(other));
        CandidateKind first = lead.first();
        boolean found = theory.searches == 0
                || lead.connectMillis() == 0
                || awaitDirect(lead, theory.direct ? UPGRADE_MILLIS : GUESS_MILLIS);
        if (!found && theory.searches == 2) {
            agent(one).seek(); // as a session does every ten seconds while a server carries
            agent(other).seek();
            awaitDirect(lead, SEARCH_MILLIS);
        }
        return new NatPair(name, theory.direct, lead.connectMillis(), first, lead.way(), true);
    }

    private static boolean awaitDirect(AgentProcess lead, long waitMillis) {
        return AgentProcess.await(waitMillis, () -> lead.way() != CandidateKind.RELAYED);
    }

    /** Both search at once; answers the one that connects. */
    private static AgentProcess connect(AgentProcess one, AgentProcess other) {
        if (!one.open(OPEN_MILLIS) || !other.open(OPEN_MILLIS)) {
            throw new IllegalStateException(one.host() + " or " + other.host() + " does not answer");
        }
        one.meet(other);
        other.meet(one);
        AgentProcess lead = one.leads(other) ? one : other;
        for (int search = 0; search < 2 && lead.connectMillis() == 0; search++) {
            one.seek();
            other.seek();
            AgentProcess.await(SEARCH_MILLIS, () -> lead.connectMillis() > 0);
        }
        return lead;
    }

    /** As on the Wi-Fi of a hotel, whose guests see the router and not each other; then as at home. */
    private void behindOneRouter() {
        for (String lan : List.of(HAIRPIN, PLAIN)) {
            boolean hairpin = lan.equals(HAIRPIN);
            String one = lan + "1";
            String other = lan + "2";
            add(pair(hairpin ? "one router, hairpin" : "one router", Theory.DIRECT, one, other));
            drop(one, "ip saddr " + lab.address(other));
            drop(other, "ip saddr " + lab.address(one));
            String guests = hairpin ? "guests of one router, hairpin" : "guests of one router";
            add(pair(guests, hairpin ? Theory.DIRECT : Theory.RELAYED, one, other));
            admit(one);
            admit(other);
        }
    }

    /** Only an address of IPv6 at the server of the other side joins the two. */
    private void acrossFamilies() {
        if (options.kinds().contains(NatKind.SYMMETRIC)) {
            String name = "ipv6-only without a server - symmetric";
            add(pair(name, Theory.RELAYED, SERVERLESS + "1", host(NatKind.SYMMETRIC, "b") + "1"));
        }
    }

    private static boolean guessesBeside(NatBenchOptions options) {
        return options.kinds().contains(NatKind.PORT_RESTRICTED)
                && !options.kinds().contains(NatKind.SEQUENTIAL);
    }

    private void guessed() {
        if (guessesBeside(options)) {
            String name = NatKind.PORT_RESTRICTED.label() + " - " + NatKind.SEQUENTIAL.label();
            Theory theory = Theory.of(NatKind.PORT_RESTRICTED, NatKind.SEQUENTIAL);
            add(pair(name, theory, host(NatKind.PORT_RESTRICTED, "a") + "1", COUNTING + "1"));
        }
    }

    /** What comes directly is lost, until both are connected by a server. */
    private void keptApart(NatKind one, NatKind other) {
        if (!options.kinds().containsAll(List.of(one, other))) {
            return;
        }
        String host = host(one, "a") + "1";
        drop(host, "meta l4proto udp ip saddr != " + SERVER);
        String name = one.label() + " - " + other.label() + ", kept apart for a while";
        AgentProcess lead = connect(agent(host), agent(host(other, "b") + "1"));
        CandidateKind first = lead.first();
        admit(host);
        AgentProcess.await(SETTLE_MILLIS, () -> false); // the first search ends, or there would be no second
        agent(host).seek();
        agent(host(other, "b") + "1").seek();
        awaitDirect(lead, SEARCH_MILLIS);
        AgentProcess.await(SETTLE_MILLIS, () -> false);
        long[] before = lead.counts(OPEN_MILLIS);
        AgentProcess.await(WATCH_MILLIS, () -> false);
        long[] after = lead.counts(OPEN_MILLIS);
        boolean quiet = before.length == 2 && after.length == 2 && before[0] == after[0] && after[1] > before[1];
        add(new NatPair(name, true, lead.connectMillis(), first, lead.way(), quiet));
    }

    private void drop(String host, String what) {
        lab.output(host, "nft", "add table ip apart");
        lab.output(host, "nft", "add chain ip apart in { type filter hook input priority 0 ; }");
        lab.output(host, "nft", "add rule ip apart in iif eth0 " + what + " drop");
    }

    private void admit(String host) {
        lab.output(host, "nft", "delete table ip apart");
    }

    /** Ends the hosts. */
    @Override
    public void close() {
        boolean died = agents.values().stream().anyMatch(agent -> !agent.isAlive());
        agents.values().forEach(AgentProcess::close);
        try {
            if (died) {
                progress.accept("a host ended early: " + Files.readString(log.toPath()));
            }
            Files.deleteIfExists(log.toPath());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read or delete " + log, e);
        }
    }
}
