package worldmesh.benchmarks.doctor;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import worldmesh.peer.checkup.Remedy;
import worldmesh.testkit.lab.NatLab;

/** A player behind a router of its own and a member outside, in a network of namespaces. Each look builds it anew. */
final class LabPatient implements Patient {
    private static final String STUN = "198.18.0.10:3478";
    private static final String TURN = "turn:198.18.0.10:3478,turns:198.18.0.10:443";
    private static final String MAIN = "worldmesh.cli.Main";
    private static final Pattern INVITATION = Pattern.compile("worldmesh://\\S+");
    private static final int WAIT_SECONDS = 60;
    private static final int POLLS_PER_SECOND = 20;
    private static final String PLAYER = "a1";
    private static final String MEMBER = "m1";

    private final WorkDirectory directory = new WorkDirectory();
    private String router;
    private final String walled;
    private boolean allowed;

    /**
     * A player behind such a router; a host with a wall lets nothing of the other's in.
     *
     * @param router a kind of NAT
     * @param walled the host with the wall; empty for none
     */
    LabPatient(String router, Wall walled) {
        this.router = router;
        this.walled = walled == Wall.NONE ? "" : walled == Wall.HERE ? PLAYER : MEMBER;
    }

    /** Who lets nothing in. */
    enum Wall {
        /** Nobody. */
        NONE,
        /** The player. */
        HERE,
        /** The member. */
        THERE
    }

    /** Why there is no laboratory here; empty if there is. */
    static Optional<String> obstacle() {
        return NatLab.obstacle("m=open", "a=symmetric");
    }

    @Override
    public Diagnosis examine() {
        List<Process> processes = new ArrayList<>();
        try (NatLab lab = NatLab.up(NatLab.ownId("wd"), "m=open", "a=" + router)) {
            try {
                String invitation = host(lab, processes);
                if (!walled.isEmpty()) {
                    wall(lab);
                }
                return look(lab, invitation, processes);
            } finally {
                for (Process process : processes) {
                    process.destroyForcibly();
                    process.waitFor();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (IOException e) {
            throw new UncheckedIOException("the laboratory's processes cannot be started or heard", e);
        }
    }

    private void wall(NatLab lab) {
        String from = lab.address(walled.equals(PLAYER) ? MEMBER : PLAYER);
        lab.output(walled, "nft", "add table ip wall");
        lab.output(walled, "nft", "add chain ip wall in { type filter hook input priority 0 ; }");
        lab.output(walled, "nft", "add rule ip wall in ip saddr " + from + " meta l4proto udp drop");
        if (allowed) {
            lab.output(walled, "nft", "insert rule ip wall in meta l4proto udp accept");
        }
    }

    private Process start(NatLab lab, String host, Path output, List<String> words) throws IOException {
        List<String> line = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                MAIN));
        line.addAll(words);
        return new ProcessBuilder(lab.command(host, line))
                .redirectOutput(output.toFile())
                .redirectError(Path.of(output + ".err").toFile())
                .start();
    }

    /** A member plays; answers its invitation. */
    private String host(NatLab lab, List<Process> processes) throws IOException {
        Path output = directory.fresh("member");
        processes.add(start(
                lab,
                MEMBER,
                output,
                List.of(
                        "peer",
                        "--host",
                        "--name=Mia",
                        "--http=0",
                        "--listen=" + lab.address(MEMBER) + ":7777",
                        "--store=" + directory.fresh("store"))));
        for (int i = 0; i < WAIT_SECONDS * POLLS_PER_SECOND; i++) {
            Matcher invitation = INVITATION.matcher(Files.readString(output, StandardCharsets.UTF_8));
            if (invitation.find()) {
                LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(5)); // the first seconds of a program are no habit
                return invitation.group();
            }
            LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(1) / POLLS_PER_SECOND);
        }
        throw new IllegalStateException("the member in the laboratory does not host");
    }

    private Diagnosis look(NatLab lab, String invitation, List<Process> processes)
            throws IOException, InterruptedException {
        Path output = directory.fresh("doctor");
        Process doctor = start(
                lab,
                PLAYER,
                output,
                List.of(
                        "doctor",
                        "--set=mesh.ice.stun-servers=" + STUN,
                        "--set=mesh.ice.turn-servers=" + TURN,
                        "--set=mesh.ice.turn-user=natlab",
                        "--set=mesh.ice.turn-password=natlab-secret",
                        "--set=mesh.ice.turn-certificates=" + NatLab.certificate(),
                        invitation));
        processes.add(doctor);
        if (!doctor.waitFor(WAIT_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException("the doctor in the laboratory does not end");
        }
        String printed = Files.readString(output, StandardCharsets.UTF_8);
        if (!printed.startsWith("trace ")) {
            throw new IllegalStateException("the doctor in the laboratory printed: " + printed);
        }
        return Diagnosis.of(printed);
    }

    @Override
    public void apply(Remedy remedy) {
        switch (remedy.text()) {
            case "router map endpoint-independent" -> router = "full-cone";
            case "router allow udp-out" -> router = "port-restricted";
            case "here allow udp-in" -> allow(remedy, PLAYER);
            case "there allow udp-in" -> allow(remedy, MEMBER);
            default -> throw Patient.senseless(remedy);
        }
    }

    private void allow(Remedy remedy, String host) {
        if (!host.equals(walled)) {
            throw Patient.senseless(remedy);
        }
        allowed = true;
    }

    @Override
    public void close() {
        directory.close();
    }
}
