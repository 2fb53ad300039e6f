package worldmesh.cli;

import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import worldmesh.mesh.invite.Invite;
import worldmesh.mesh.invite.StandIn;
import worldmesh.peer.PeerConfig;
import worldmesh.peer.checkup.Remedy;
import worldmesh.peer.doctor.Check;
import worldmesh.peer.doctor.Doctor;
import worldmesh.peer.doctor.DoctorReport;
import worldmesh.peer.doctor.DoctorRequest;
import worldmesh.peer.doctor.NamedPlace;
import worldmesh.runtime.config.ConfigLoader;
import worldmesh.runtime.time.SystemClock;

/** {@code worldmesh doctor}. */
@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        description =
                "Find out what stands between this machine and others: addresses, UDP, STUN, NAT, MTU, TURN; with a"
                        + " member's address or invitation also the link to it, each pair of addresses, its clock, how"
                        + " its updates run, what the line loses, whether lost members are sought again, and whether"
                        + " a nearer member is known.",
        footer = {
            "",
            "Servers are those of mesh.ice.stun-servers and mesh.ice.turn-servers, other members those of"
                    + " peer.discovery.places and of the invitation. The member is told what was found under the same"
                    + " trace. The first check that failed is the cause; its remedies are lines for a script.",
            "Exit code 0: nothing is in the way; 1: something is; 2: wrong usage."
        })
final class DoctorCommandLine implements Callable<Integer> {
    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Parameters(
            arity = "0..1",
            paramLabel = "PEER|INVITE",
            description = "HOST:PORT of a member, or an invitation link; quote it, the shell eats the #.")
    private @Nullable String member;

    @CommandLine.Mixin
    private ConfigOptions config = new ConfigOptions();

    @Option(names = "--json", description = "Print one JSON object as the last line.")
    private boolean json;

    @Override
    public Integer call() {
        DoctorRequest request = Usage.of(spec, this::request);
        DoctorReport report = new Doctor(SystemClock.INSTANCE, new SecureRandom()).examine(request);
        var out = spec.commandLine().getOut();
        if (json) {
            JsonLine.print(out, map(report));
        } else {
            out.println("trace " + report.trace());
            report.checks().forEach(check -> print(out, check));
            report.ways()
                    .forEach(way -> out.println("  " + way.side() + ": " + way.from() + " to " + way.to() + " ("
                            + way.kind() + ") " + way.outcome() + (way.heard() ? ", heard from there" : "")));
            out.flush();
        }
        return report.healthy() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }

    private static void print(PrintWriter out, Check check) {
        String subject = check.subject().isEmpty() ? "" : " " + check.subject();
        out.println(lower(check.outcome()) + " " + check.name() + subject + ": "
                + Stream.of(check.value(), check.reason(), check.advice())
                        .filter(text -> !text.isEmpty())
                        .reduce((one, other) -> one + "; " + other)
                        .orElse(""));
        check.remedies().forEach(remedy -> out.println("  do: " + remedy.text()));
    }

    private static Map<String, Object> map(DoctorReport report) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("trace", report.trace());
        all.put("healthy", report.healthy());
        List<Map<String, Object>> checks = new ArrayList<>();
        for (Check check : report.checks()) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("name", check.name());
            one.put("topic", check.topic());
            one.put("subject", check.subject());
            one.put("outcome", lower(check.outcome()));
            one.put("value", check.value());
            one.put("reason", check.reason());
            one.put("advice", check.advice());
            one.put("remedies", check.remedies().stream().map(Remedy::text).toList());
            checks.add(one);
        }
        all.put("checks", checks);
        all.put("ways", report.ways());
        return all;
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private DoctorRequest request() {
        PeerConfig keys = config.load(ConfigLoader.of(PeerConfig.class), Map.of());
        List<NamedPlace> places = new ArrayList<>();
        for (String word : keys.peer().discovery().places().split("[\\s,]+", -1)) {
            places.addAll(places(word));
        }
        List<InetSocketAddress> member = List.of();
        Invite invite = null;
        String target = member();
        if (target.contains("://")) {
            invite = Invite.parse(target);
            member = addresses(invite);
            for (StandIn other : invite.standIns()) {
                String host = other.host().indexOf(':') >= 0 ? "[" + other.host() + "]" : other.host();
                places.addAll(places(host + ":" + other.port()));
            }
        } else if (!target.isEmpty()) {
            member = List.of(Usage.address("PEER", target));
        }
        return new DoctorRequest(
                keys.mesh().ice().settings(),
                member,
                invite,
                keys.peer().reconnect().policy(),
                places);
    }

    private String member() {
        return member == null ? "" : member;
    }

    private static List<NamedPlace> places(String word) {
        if (word.isEmpty()) {
            return List.of();
        }
        List<InetSocketAddress> addresses = word.contains("://")
                ? addresses(Invite.parse(word))
                : List.of(Usage.address("peer.discovery.places", word));
        return addresses.stream().map(address -> new NamedPlace(word, address)).toList();
    }

    private static List<InetSocketAddress> addresses(Invite invite) {
        List<InetSocketAddress> addresses = new ArrayList<>();
        for (String host : invite.hosts()) {
            addresses.addAll(resolved(host, invite.port()));
        }
        return addresses;
    }

    private static List<InetSocketAddress> resolved(String host, int port) {
        try {
            return Stream.of(InetAddress.getAllByName(host))
                    .map(address -> new InetSocketAddress(address, port))
                    .toList();
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("the invitation names the unknown host '" + host + "'", e);
        }
    }
}
