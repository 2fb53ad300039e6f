package worldmesh.benchmarks.nat;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import worldmesh.peer.core.PeerView;
import worldmesh.testkit.lab.NatLab;

/** Players on hosts of a laboratory, in one party: whom each has met, and where. Confined to the driver's thread. */
final class NatParty implements AutoCloseable {
    private static final long START_MILLIS = 60_000;

    private final NatLab lab;
    private final Path directory;
    private final Map<String, Player> players = new LinkedHashMap<>();
    private String node = "";

    private static final class Player {
        final Process process;
        final Map<String, Long> met = new ConcurrentHashMap<>();
        final Map<String, String> places = new ConcurrentHashMap<>();
        final Map<String, String> ways = new ConcurrentHashMap<>();
        final Map<String, PeerView.State> states = new ConcurrentHashMap<>();
        final Map<String, Integer> silences = new ConcurrentHashMap<>();
        volatile @Nullable String self;
        volatile @Nullable String invitation;

        Player(Process process) {
            this.process = process;
        }

        void read() {
            try (BufferedReader in =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
                for (String line = in.readLine(); line != null; line = in.readLine()) {
                    take(line.split(" ", -1));
                }
            } catch (IOException e) {
                throw new UncheckedIOException("a player's pipe failed", e);
            }
        }

        private void take(String name, PeerView.State state) {
            if (state == PeerView.State.SUSPECTED) {
                silences.merge(name, 1, Integer::sum);
            }
            states.put(name, state);
        }

        private void take(String[] words) {
            switch (words[0]) {
                case "self" -> self = words[1];
                case "invite" -> invitation = words[1];
                case "met" -> met.put(words[1], Long.parseLong(words[2]));
                case "way" -> ways.put(words[1], words[2]);
                case "state" -> take(words[1], PeerView.State.valueOf(words[2]));
                case "at" -> places.put(words[1], words[2]);
                default -> {}
            }
        }
    }

    /** The player at {@code host} is killed where it stands. */
    public void kill(String host) {
        Player player = players.remove(host);
        if (player == null) {
            throw new IllegalStateException("nobody plays at " + host);
        }
        player.process.destroyForcibly();
        await(START_MILLIS, () -> !player.process.isAlive());
    }

    /** True if the first hears the second at this moment. */
    public boolean hears(String one, String other) {
        Player player = players.get(one);
        return player != null && player.states.get(other) == PeerView.State.CONNECTED;
    }

    /** How often the first has lost the second. */
    public int silences(String one, String other) {
        Player player = players.get(one);
        return player == null ? 0 : player.silences.getOrDefault(other, 0);
    }

    /** A laboratory with these networks; the test is skipped where there can be none, or fails if one is required. */
    static NatLab lab(String id, String... lans) {
        Optional<String> obstacle = NatLab.obstacle(lans);
        assertTrue(obstacle.isEmpty() || !NatLab.isRequired(), () -> "required here, but " + obstacle.orElse(""));
        assumeTrue(obstacle.isEmpty(), () -> obstacle.orElse(""));
        return NatLab.up(id, lans);
    }

    /** A party without players; its files are deleted in the end. */
    public NatParty(NatLab lab) {
        this.lab = lab;
        try {
            this.directory = Files.createTempDirectory("worldmesh-nat");
        } catch (IOException e) {
            throw new UncheckedIOException("a temporary directory is needed", e);
        }
    }

    /** A node at {@code host} serves a rendezvous at TCP port 443; answers its link. */
    public String serve(String host) {
        return invitation(
                launch(host, NatNode.class, List.of(directory.resolve(host).toString(), lab.address(host))));
    }

    /** Who hosts from now on is met at that rendezvous too; its invitations say so. */
    public void meetAt(String link) {
        node = link;
    }

    /** The player at {@code host} founds the party, reached under the address it has; answers its invitation. */
    public String host(String host) {
        return host(host, lab.address(host));
    }

    /** The same under {@code address}. */
    public String host(String host, String address) {
        return invitation(start(host, new Servers("", "", node), "host", address));
    }

    private String invitation(Player player) {
        await(START_MILLIS, () -> player.invitation != null);
        assertNotNull(player.invitation, this::logs);
        return Objects.requireNonNull(player.invitation);
    }

    /** The player at {@code host} joins; {@code stun} is a list of servers or empty. */
    public void join(String host, String invitation, String stun) {
        start(host, new Servers(stun, "", ""), "join", invitation);
    }

    /** The same with TURN servers that carry for it. */
    public void joinWithServers(String host, String invitation, String turn) {
        start(host, new Servers("", turn, ""), "join", invitation);
    }

    private record Servers(String stun, String turn, String node) {}

    private Player start(String host, Servers servers, String way, String target) {
        List<String> args = List.of(
                directory.resolve(host).toString(),
                host,
                servers.stun(),
                way,
                target,
                servers.turn(),
                NatLab.certificate().toString(),
                servers.node());
        return launch(host, NatPlayer.class, args);
    }

    private Player launch(String host, Class<?> main, List<String> args) {
        try {
            File log = directory.resolve(host + ".log").toFile();
            Process process = new ProcessBuilder(lab.javaCommand(host, AgentProcess.OPTIONS, main, args))
                    .redirectError(ProcessBuilder.Redirect.to(log))
                    .start();
            Player player = new Player(process);
            players.put(host, player);
            Thread reader = new Thread(player::read, "player-" + host);
            reader.setDaemon(true);
            reader.start();
            return player;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start a player at " + host, e);
        }
    }

    /** Waits until each of the two has met the other; false if that takes too long. */
    public boolean awaitMeeting(String one, String other, long waitMillis) {
        return await(waitMillis, () -> hasMet(one, other) && hasMet(other, one));
    }

    /** True if the first is linked with the second. */
    public boolean hasMet(String one, String other) {
        Player player = players.get(one);
        return player != null && player.met.containsKey(other);
    }

    /** Waits until both reach each other through a member, or directly; false if that takes too long. */
    public boolean awaitWay(String one, String other, String way, long waitMillis) {
        return await(waitMillis, () -> way.equals(way(one, other)) && way.equals(way(other, one)));
    }

    /** How the first reaches the second: {@code relayed}, {@code direct}, or empty while it does not. */
    public String way(String one, String other) {
        Player player = players.get(one);
        return player == null ? "" : player.ways.getOrDefault(other, "");
    }

    /** How long after it was let in the first met the second. */
    public OptionalLong meetingMillis(String one, String other) {
        Player player = players.get(one);
        Long millis = player == null ? null : player.met.get(other);
        return millis == null ? OptionalLong.empty() : OptionalLong.of(millis);
    }

    /** Where the first reaches the second; empty while it does not. */
    public String place(String one, String other) {
        Player player = players.get(one);
        Player target = players.get(other);
        String id = target == null ? null : target.self;
        return player == null || id == null ? "" : player.places.getOrDefault(id, "");
    }

    /** Waits until the condition holds; false if that takes too long. */
    public boolean await(long waitMillis, BooleanSupplier condition) {
        return AgentProcess.await(waitMillis, condition);
    }

    /** The last lines each player wrote to its log, for a message that says why. */
    public String logs() {
        List<String> all = new ArrayList<>();
        for (String host : players.keySet()) {
            try {
                List<String> lines = Files.readAllLines(directory.resolve(host + ".log"), StandardCharsets.UTF_8);
                all.add(host + ": " + lines.subList(Math.max(0, lines.size() - 6), lines.size()));
            } catch (IOException e) {
                all.add(host + ": no log");
            }
        }
        return String.join("\n", all);
    }

    /** Ends the players and deletes what they wrote. */
    @Override
    public void close() {
        players.values().forEach(player -> player.process.destroyForcibly());
        try (Stream<Path> all = Files.walk(directory)) {
            for (Player player : players.values()) {
                player.process.waitFor();
            }
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + directory, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
