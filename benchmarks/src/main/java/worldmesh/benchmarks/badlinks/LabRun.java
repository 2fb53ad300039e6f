package worldmesh.benchmarks.badlinks;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import worldmesh.testkit.lab.NatLab;
import worldmesh.testkit.lab.NatLabException;

/** A link and TCP over the same shaper of the laboratory, two hosts on a switch. */
final class LabRun {
    private static final String LAN = "lan=isolatedx2";
    private static final String SERVER = "lan1";
    private static final String CLIENT = "lan2";
    private static final String CONTROL = "net.ipv4.tcp_congestion_control";

    private LabRun() {}

    /** Measures, {@code whole} beside three others too, or says why this machine cannot; else what broke. */
    static BadLinksReport.Lab measure(boolean whole) {
        Optional<String> obstacle = NatLab.obstacle(LAN);
        if (obstacle.isPresent()) {
            return BadLinksReport.Lab.skipped(obstacle.get());
        }
        try (NatLab lab = NatLab.up(NatLab.ownId("bl"), LAN)) {
            return measure(lab, whole);
        } catch (NatLabException | IOException e) {
            return BadLinksReport.Lab.failed(String.valueOf(e.getMessage()));
        }
    }

    private static BadLinksReport.Lab measure(NatLab lab, boolean whole) throws IOException {
        String serverAddress = address(lab, SERVER);
        String clientAddress = address(lab, CLIENT);
        String tcp = byLoss(lab);
        Process server = java(lab, SERVER, LabServer.class, serverAddress);
        try (BufferedReader said = server.inputReader()) {
            if (!LabServer.READY.equals(said.readLine())) {
                throw new IOException("the server in the laboratory did not start");
            }
            lab.shape(CLIENT, "--delay", "25ms", "--loss", "2%", "--rate", "16mbit", "--queue", "100ms");
            String[] lossy = run(java(lab, CLIENT, LabClient.class, clientAddress, serverAddress, "lossy"));
            lab.shape(CLIENT, "--delay", "25ms", "--rate", "16mbit", "--queue", "100ms");
            String[] beside = run(java(lab, CLIENT, LabClient.class, clientAddress, serverAddress, "beside"));
            Optional<Contest> congested = Optional.empty();
            if (whole) {
                lab.shape(CLIENT, "--delay", "25ms", "--loss", "2%", "--rate", "10mbit", "--queue", "50ms");
                congested = Optional.of(Contest.of(
                        List.of(run(java(lab, CLIENT, LabClient.class, clientAddress, serverAddress, "congested")))));
            }
            return new BadLinksReport.Lab(
                    "", "", tcp, Contest.of(List.of(lossy)), congested, Double.parseDouble(beside[0]));
        } finally {
            server.destroyForcibly();
        }
    }

    /** TCP as most of the world speaks it, if this machine lets its namespaces; answers what both ends speak now. */
    private static String byLoss(NatLab lab) {
        for (String kind : List.of("cubic", "reno")) {
            if (allows(lab, kind)) {
                return kind;
            }
        }
        return lab.output(CLIENT, "sysctl", "-n", CONTROL).strip();
    }

    private static boolean allows(NatLab lab, String kind) {
        try {
            lab.output(SERVER, "sysctl", "-q", "-w", CONTROL + "=" + kind);
            lab.output(CLIENT, "sysctl", "-q", "-w", CONTROL + "=" + kind);
            return true;
        } catch (NatLabException e) {
            return false;
        }
    }

    private static String address(NatLab lab, String host) {
        // "2: eth0    inet 192.168.10.2/24 brd …"
        String[] words =
                lab.output(host, "ip", "-4", "-o", "addr", "show", "eth0").split("\\s+");
        return words[3].substring(0, words[3].indexOf('/'));
    }

    private static Process java(NatLab lab, String host, Class<?> main, String... args) throws IOException {
        return new ProcessBuilder(lab.javaCommand(host, List.of("-XX:+UseSerialGC"), main, List.of(args)))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static String[] run(Process client) throws IOException {
        try (BufferedReader said = client.inputReader()) {
            String line = said.readLine();
            if (line == null) {
                throw new IOException("the client in the laboratory said nothing");
            }
            return line.split(" ");
        } finally {
            client.destroyForcibly();
        }
    }
}
