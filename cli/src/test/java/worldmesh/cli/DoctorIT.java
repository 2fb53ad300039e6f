package worldmesh.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import worldmesh.testkit.lab.NatLab;

/**
 * Faults planted in the NAT laboratory: the check that names the fault fails, and no other. Real processes: a member
 * that hosts, and the doctor on another network. It needs root, nftables and coturn.
 */
@Timeout(240)
class DoctorIT {
    private static final String STUN = "198.18.0.10:3478";
    private static final String STUN_ALT = "198.18.0.11:3479";
    private static final String TURN = "turn:198.18.0.10:3478,turns:198.18.0.10:443";
    private static final String PASSWORD = "natlab-secret";
    private static final Pattern INVITATION = Pattern.compile("worldmesh://\\S+");
    private static final long WAIT_SECONDS = 60;

    /** What only a member can tell. */
    private static final List<String> UNVISITED =
            List.of("clock", "member", "quality", "reconnection", "region", "ticks", "ways");

    @TempDir
    Path directory;

    private final List<Process> processes = new ArrayList<>();

    private record Finding(int exit, JsonNode report) {
        List<String> named(String outcome) {
            TreeSet<String> names = new TreeSet<>();
            report.get("checks").forEach(check -> {
                if (check.get("outcome").asText().equals(outcome)) {
                    names.add(check.get("name").asText());
                }
            });
            return List.copyOf(names);
        }

        JsonNode check(String name, String outcome) {
            for (JsonNode check : report.get("checks")) {
                if (check.get("name").asText().equals(name)
                        && check.get("outcome").asText().equals(outcome)) {
                    return check;
                }
            }
            throw new AssertionError("no check " + name + " is " + outcome + " in " + report);
        }

        String trace() {
            return report.get("trace").asText();
        }
    }

    private static NatLab lab(String id, String... lans) {
        Optional<String> obstacle = NatLab.obstacle(lans);
        assertTrue(obstacle.isEmpty() || !NatLab.isRequired(), () -> "required here, but " + obstacle.orElse(""));
        assumeTrue(obstacle.isEmpty(), () -> obstacle.orElse(""));
        return NatLab.up(id, lans);
    }

    @AfterEach
    void endsProcesses() throws InterruptedException {
        for (Process process : processes) {
            process.destroyForcibly();
            process.waitFor();
        }
    }

    private Process start(NatLab lab, String host, String output, List<String> arguments) throws IOException {
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        line.addAll(arguments);
        Process process = new ProcessBuilder(lab.command(host, line))
                .redirectOutput(directory.resolve(output).toFile())
                .redirectError(directory.resolve(output + ".err").toFile())
                .start();
        processes.add(process);
        return process;
    }

    private String text(String output) throws IOException {
        return Files.readString(directory.resolve(output), StandardCharsets.UTF_8);
    }

    /** Waits until what a process printed has the pattern; answers what matched. */
    private String await(String output, Pattern wanted) throws IOException {
        for (int i = 0; i < WAIT_SECONDS * 20; i++) {
            Matcher matcher = wanted.matcher(text(output));
            if (matcher.find()) {
                return matcher.group();
            }
            LockSupport.parkNanos(50_000_000L);
        }
        throw new AssertionError("no " + wanted + " in: " + text(output) + text(output + ".err"));
    }

    /** A member plays at {@code m1}; answers its invitation. */
    private String host(NatLab lab) throws IOException {
        String address = lab.address("m1");
        start(
                lab,
                "m1",
                "member",
                List.of(
                        "peer",
                        "--host",
                        "--name=Mia",
                        "--http=0",
                        "--listen=" + address + ":7777",
                        "--store=" + directory.resolve("store")));
        return await("member", INVITATION);
    }

    private Finding doctor(NatLab lab, String host, String stun, String password, String... target)
            throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of(
                "doctor",
                "--json",
                "--set=mesh.ice.stun-servers=" + stun,
                "--set=mesh.ice.turn-servers=" + TURN,
                "--set=mesh.ice.turn-user=natlab",
                "--set=mesh.ice.turn-password=" + password,
                "--set=mesh.ice.turn-certificates=" + NatLab.certificate()));
        arguments.addAll(List.of(target));
        Process process = start(lab, host, "doctor", arguments);
        assertTrue(process.waitFor(WAIT_SECONDS, TimeUnit.SECONDS), () -> "the doctor does not end");
        String[] lines = text("doctor").strip().split("\n");
        JsonNode report = new ObjectMapper().readTree(lines[lines.length - 1]);
        assertTrue(report.has("checks"), () -> "no report, exit code " + process.exitValue());
        return new Finding(process.exitValue(), report);
    }

    private static void assertFound(Finding finding, List<String> failed, List<String> skipped) {
        assertEquals(failed, finding.named("failed"), () -> finding.report().toPrettyString());
        assertEquals(skipped, finding.named("skipped"), () -> finding.report().toPrettyString());
        assertEquals(failed.isEmpty() ? 0 : 1, finding.exit());
    }

    @Test
    void whereNothingIsInTheWayNothingIsBlamedAndTheMemberReadsTheSameTrace() throws Exception {
        try (NatLab lab = lab("docok", "m=open", "a=port-restricted")) {
            Finding finding = doctor(lab, "a1", STUN + "," + STUN_ALT, PASSWORD, host(lab));

            assertFound(finding, List.of(), List.of("region"));
            await("member", Pattern.compile("checkup " + finding.trace() + ": a direct way works"));
        }
    }

    @Test
    void symmetricNatIsNamed() throws Exception {
        try (NatLab lab = lab("docsym", "m=open", "a=symmetric")) {
            Finding finding = doctor(lab, "a1", STUN, PASSWORD, host(lab));

            assertFound(finding, List.of("nat"), List.of("region"));
            assertTrue(finding.check("nat", "failed").get("value").asText().contains("symmetric"));
        }
    }

    @Test
    void blockedUdpIsNamedOnceAndTheMemberIsReachedOverTls() throws Exception {
        try (NatLab lab = lab("docudp", "m=open", "a=udp-blocked")) {
            Finding finding = doctor(lab, "a1", STUN, PASSWORD, host(lab));

            assertFound(finding, List.of("udp"), List.of("mtu", "nat", "region", "stun", "turn", "ways"));
            assertTrue(finding.check("turn", "ok").get("subject").asText().startsWith("tls/"));
            assertTrue(finding.check("member", "ok").get("value").asText().contains("through a server"));
        }
    }

    @Test
    void deadStunServerIsNamedAndNoOtherIsBlamed() throws Exception {
        try (NatLab lab = lab("docdead", "m=open", "a=full-cone")) {
            Finding finding = doctor(lab, "a1", "198.18.0.99:3478," + STUN, PASSWORD, host(lab));

            assertFound(finding, List.of("stun"), List.of("region"));
            assertEquals(
                    "198.18.0.99:3478",
                    finding.check("stun", "failed").get("subject").asText());
            assertEquals(STUN, finding.check("stun", "ok").get("subject").asText());
        }
    }

    @Test
    void oneWayFirewallIsToldToBothSidesUnderOneTrace() throws Exception {
        try (NatLab lab = lab("docwall", "m=open", "a=open")) {
            String invitation = host(lab);
            String member = lab.address("m1");
            lab.output("a1", "nft", "add table ip wall");
            lab.output("a1", "nft", "add chain ip wall in { type filter hook input priority 0 ; }");
            lab.output("a1", "nft", "add rule ip wall in ip saddr " + member + " meta l4proto udp drop");

            Finding finding = doctor(lab, "a1", STUN, PASSWORD, invitation);

            assertFound(finding, List.of("ways"), List.of("region"));
            assertEquals(
                    "deaf here", finding.check("ways", "failed").get("value").asText());
            TreeMap<String, String> pairs = new TreeMap<>();
            finding.report().get("ways").forEach(way -> {
                if (way.get("from").asText().equals("host")
                        && !way.get("kind").asText().equals("relayed")) {
                    pairs.put(way.get("side").asText(), way.get("outcome").asText() + " " + way.get("heard"));
                }
            });
            assertEquals(
                    "unanswered false",
                    pairs.get("here"),
                    () -> finding.report().toPrettyString());
            assertEquals(
                    "unanswered true",
                    pairs.get("there"),
                    () -> finding.report().toPrettyString());
            await("member", Pattern.compile("checkup " + finding.trace() + ": what the other side sends arrives here"));
            await("member", Pattern.compile("what to do: let the other player allow UDP in"));
            await("member", Pattern.compile("way from here by port to " + lab.address("a1") + ":\\d+ .*unanswered"));
        }
    }

    @Test
    void lostLargeDatagramsAreNamed() throws Exception {
        try (NatLab lab = lab("docmtu", "a=full-cone")) {
            lab.output("ra", "nft", "add table ip small");
            lab.output("ra", "nft", "add chain ip small through { type filter hook forward priority 0 ; }");
            lab.output("ra", "nft", "add rule ip small through meta l4proto udp ip length > 1100 drop");

            Finding finding = doctor(lab, "a1", STUN, PASSWORD);

            assertFound(finding, List.of("mtu"), UNVISITED);
        }
    }

    @Test
    void wrongPasswordAtTheServersIsNamed() throws Exception {
        try (NatLab lab = lab("docpass", "a=full-cone")) {
            Finding finding = doctor(lab, "a1", STUN, "guessed");

            assertFound(finding, List.of("turn"), UNVISITED);
            assertTrue(finding.check("turn", "failed").get("reason").asText().contains("refuses"));
        }
    }

    @Test
    void memberThatIsGoneIsNamed() throws Exception {
        try (NatLab lab = lab("docgone", "m=open", "a=full-cone")) {
            Finding finding = doctor(lab, "a1", STUN, PASSWORD, lab.address("m1") + ":7777");

            assertFound(
                    finding, List.of("member"), List.of("clock", "quality", "reconnection", "region", "ticks", "ways"));
        }
    }
}
