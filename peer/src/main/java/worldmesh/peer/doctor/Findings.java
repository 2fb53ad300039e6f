package worldmesh.peer.doctor;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import worldmesh.mesh.ice.NatBehaviour;
import worldmesh.mesh.ice.TurnProbe;
import worldmesh.mesh.path.TurnAddress;
import worldmesh.mesh.turn.TurnFailure;
import worldmesh.peer.checkup.Finding;
import worldmesh.peer.checkup.Remedy;
import worldmesh.peer.doctor.Check.Trouble;
import worldmesh.peer.wire.CheckupAnswer;
import worldmesh.runtime.net.HostPort;

/**
 * Makes checks of what was seen: one cause is named once, and what rests on it is skipped and says so. Stateless but
 * for what it is given.
 *
 * @param nat what STUN servers told
 * @param turn what TURN servers did
 * @param visit what came of the way to a member; null if none was named
 */
record Findings(
        NatBehaviour nat,
        List<TurnProbe.Result> turn,
        @Nullable Visit visit) {
    /** Credentials for a time, and certificates, are judged by the clock; players need none. */
    static final long SKEW_MAX_MILLIS = 300_000;

    private static final String BLOCKED = "no UDP passes; see udp";

    List<Check> all(boolean invited) {
        List<Check> all = new ArrayList<>();
        all.add(addresses());
        all.add(udp());
        nat.servers().forEach(server -> all.add(stun(server)));
        if (nat.servers().isEmpty()) {
            all.add(Check.skipped("stun", "", "no server is named in mesh.ice.stun-servers"));
        }
        all.add(natKind());
        all.add(mtu());
        turn.forEach(result -> all.add(turn(result)));
        if (turn.isEmpty()) {
            all.add(Check.skipped("turn", "", "no server is named in mesh.ice.turn-servers"));
        }
        all.add(member());
        all.add(ways(invited));
        all.add(clock());
        return all;
    }

    private Check addresses() {
        List<String> own = nat.local().stream()
                .map(address -> address.getAddress().getHostAddress())
                .toList();
        return own.isEmpty()
                ? Check.failed(
                        "addresses",
                        "",
                        new Trouble("none", "no network but loopback is up", "plug the cable or join a Wi-Fi"))
                : Check.ok("addresses", "", String.join(", ", own));
    }

    private boolean passesUdp() {
        boolean served = turn.stream().anyMatch(result -> !result.server().way().isStream() && answered(result));
        return nat.anyAnswer() || served || linkedDirectly();
    }

    private static boolean answered(TurnProbe.Result result) {
        return result.relayed() != null || (result.failure() != null && result.failure() != TurnFailure.SILENT);
    }

    private boolean linkedDirectly() {
        return visit != null && visit.isLinked() && !visit.served();
    }

    /** Two that say nothing are no chance; one may be down, unless the same network lets TCP out. */
    private boolean isBlocked() {
        long asked = nat.servers().size()
                + turn.stream()
                        .filter(result -> !result.server().way().isStream())
                        .count();
        boolean overTcp =
                turn.stream().anyMatch(result -> result.server().way().isStream() && result.relayed() != null);
        return !passesUdp() && (asked >= 2 || (asked == 1 && overTcp));
    }

    private Check udp() {
        if (passesUdp()) {
            return Check.ok("udp", "", "UDP goes out and answers come in");
        }
        return isBlocked()
                ? Check.failed(
                        "udp",
                        "",
                        new Trouble(
                                "no answer from anybody",
                                "this network lets no UDP out, or no answer in",
                                "let UDP out, use another network, or name a TURN server over TLS: turns:host:443",
                                allow(Remedy.Place.ROUTER, "udp-out")))
                : Check.skipped("udp", "", "too few servers were asked to tell a dead one from a wall");
    }

    private Check stun(NatBehaviour.Server server) {
        if (isBlocked()) {
            return Check.skipped("stun", server.name(), BLOCKED);
        }
        InetSocketAddress mapped = server.mapped();
        return mapped == null
                ? Check.failed(
                        "stun",
                        server.name(),
                        new Trouble(
                                "no answer",
                                server.failure(),
                                "name another server in mesh.ice.stun-servers",
                                otherStun()))
                : Check.ok("stun", server.name(), "seen at " + HostPort.format(mapped) + millis(server.rttNanos()));
    }

    /** Those that answer do without the one that does not. */
    private List<Remedy> otherStun() {
        String alive = nat.servers().stream()
                .filter(server -> server.mapped() != null)
                .map(NatBehaviour.Server::name)
                .collect(Collectors.joining(","));
        return alive.isEmpty() ? List.of() : List.of(set("mesh.ice.stun-servers=" + alive));
    }

    private List<Remedy> otherTurn() {
        String alive = turn.stream()
                .filter(result -> result.relayed() != null)
                .map(result -> result.server().uri())
                .collect(Collectors.joining(","));
        return alive.isEmpty() ? List.of() : List.of(set("mesh.ice.turn-servers=" + alive));
    }

    private static Remedy set(String line) {
        return new Remedy(Remedy.Place.HERE, Remedy.Action.SET, line);
    }

    private static Remedy allow(Remedy.Place place, String what) {
        return new Remedy(place, Remedy.Action.ALLOW, what);
    }

    private static String millis(long nanos) {
        return String.format(Locale.ROOT, " in %.1f ms", nanos / 1e6);
    }

    private Check natKind() {
        String name = "nat";
        if (!nat.anyAnswer()) {
            return Check.skipped(name, "", isBlocked() ? BLOCKED : "no STUN server answers; see stun");
        }
        String value = switch (nat.mapping()) {
            case NONE -> "no NAT";
            case ENDPOINT_INDEPENDENT -> "one address for all (cone)";
            case ENDPOINT_DEPENDENT -> "another address for each (symmetric)";
            case UNKNOWN -> "";
        };
        if (nat.mapping() == NatBehaviour.Mapping.UNKNOWN) {
            return Check.skipped(name, "", "nobody could be asked from two addresses; name a second STUN server");
        }
        String filtering = "; lets in "
                + switch (nat.filtering()) {
                    case ENDPOINT_INDEPENDENT -> "anybody";
                    case ADDRESS_DEPENDENT -> "machines that were sent to";
                    case ADDRESS_AND_PORT_DEPENDENT -> "ports that were sent to";
                    case UNKNOWN -> "whom is unknown";
                };
        return nat.mapping() == NatBehaviour.Mapping.ENDPOINT_DEPENDENT
                ? Check.failed(
                        name,
                        "",
                        new Trouble(
                                value + filtering,
                                "nobody can be told where this port will be seen, so two such players do not meet",
                                "turn on endpoint-independent NAT or forward the UDP port, name a TURN server, or play"
                                        + " with a member that both reach",
                                new Remedy(Remedy.Place.ROUTER, Remedy.Action.MAP, "endpoint-independent")))
                : Check.ok(name, "", value + filtering);
    }

    private Check mtu() {
        if (!nat.anyAnswer()) {
            return Check.skipped("mtu", "", isBlocked() ? BLOCKED : "no STUN server answers; see stun");
        }
        String value = nat.largestBytes() + " bytes of " + NatBehaviour.NEEDED_BYTES + " arrive at a server";
        return nat.largestBytes() < NatBehaviour.NEEDED_BYTES
                ? Check.failed(
                        "mtu",
                        "",
                        new Trouble(
                                value,
                                "large datagrams are lost on the way",
                                "raise the MTU of the VPN or tunnel to 1280 at least, and let its ICMP answers in",
                                allow(Remedy.Place.ROUTER, "udp-large")))
                : Check.ok("mtu", "", value);
    }

    private Check turn(TurnProbe.Result result) {
        String server = result.server().toString();
        InetSocketAddress relayed = result.relayed();
        if (relayed != null) {
            return Check.ok("turn", server, "gives " + HostPort.format(relayed) + millis(result.rttNanos()));
        }
        if (isBlocked() && !result.server().way().isStream()) {
            return Check.skipped("turn", server, BLOCKED);
        }
        String reason = result.failure() == null
                ? "it does not answer"
                : switch (result.failure()) {
                    case SILENT -> "it does not answer, or its certificate is not trusted";
                    case UNAUTHORIZED -> "it refuses the name or password";
                    case UNSTEADY -> "it asks for new proofs again and again";
                    case FULL -> "it has no address left for this user";
                    case UNFIT -> "it gives no IPv4 address";
                };
        return Check.failed(
                "turn",
                server,
                new Trouble(
                        "no address",
                        reason,
                        "see mesh.ice.turn-user, -password and -certificates, or name another",
                        otherTurn()));
    }

    private Check member() {
        Visit seen = visit;
        if (seen == null) {
            return Check.skipped("member", "", "no member or invitation was named");
        }
        InetSocketAddress address = seen.address();
        if (address == null) {
            return Check.failed(
                    "member",
                    "",
                    new Trouble(
                            seen.failure(),
                            "nothing comes back from the address of the invitation",
                            "let the member look whether its program runs and its router leads that UDP port to it;"
                                    + " or name a TURN server here"));
        }
        String way = seen.served()
                ? "through a server to " + HostPort.format(TurnAddress.peer(address))
                : "at " + HostPort.format(address);
        return Check.ok("member", "", "linked " + way + millis(seen.rttNanos()));
    }

    private Check ways(boolean invited) {
        Visit seen = visit;
        if (seen == null || !seen.isLinked()) {
            return Check.skipped("ways", "", seen == null ? "no member was named" : "no link; see member");
        }
        String unchecked = switch (seen.verdict()) {
            case CheckupAnswer.TAKEN -> "";
            case CheckupAnswer.UNINVITED ->
                invited ? "the invitation does not serve any more" : "the member wants an invitation for it";
            case CheckupAnswer.BUSY -> "the member checks another way now; try again in ten seconds";
            case CheckupAnswer.OFF -> "the member looks for no ways: mesh.ice.enabled is false there";
            default -> "the member does not answer; its program may be older. " + seen.failure();
        };
        if (!unchecked.isEmpty()) {
            return Check.skipped("ways", "", unchecked.strip());
        }
        Finding finding = Finding.of(seen.ours(), seen.theirs());
        String value = finding.name().toLowerCase(Locale.ROOT).replace('_', ' ');
        if (finding == Finding.DIRECT) {
            return Check.ok("ways", "", value);
        }
        return isBlocked()
                ? Check.skipped("ways", "", BLOCKED)
                : Check.failed("ways", "", new Trouble(value, finding.reason(), finding.advice(), finding.remedies()));
    }

    private Check clock() {
        Long skew = visit == null ? null : visit.skewMillis();
        if (skew == null) {
            return Check.skipped("clock", "", "nobody told the time; name a member's invitation");
        }
        String value = skew + " ms ahead is the member's";
        return Math.abs(skew) > SKEW_MAX_MILLIS
                ? Check.failed(
                        "clock",
                        "",
                        new Trouble(
                                value,
                                "one of the two clocks is wrong: certificates and credentials for a time fail by it",
                                "set both clocks by the network; play itself goes by the party's time"))
                : Check.ok("clock", "", value);
    }
}
