package worldmesh.peer.doctor;

import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import worldmesh.mesh.ice.NatBehaviour;
import worldmesh.mesh.ice.NatProbe;
import worldmesh.mesh.ice.TurnProbe;
import worldmesh.mesh.path.WayResult;
import worldmesh.peer.checkup.Checkup;
import worldmesh.runtime.net.HostPort;
import worldmesh.runtime.time.Clock;

/** Looks at the network of this machine, and at the way to a member. Blocks its caller for 40 s at most. */
public final class Doctor {
    private final Clock clock;
    private final SecureRandom random;

    /** A doctor; {@code random} makes keys. */
    public Doctor(Clock clock, SecureRandom random) {
        this.clock = clock;
        this.random = random;
    }

    /** Looks at all that is asked for. */
    public DoctorReport examine(DoctorRequest request) {
        long trace = random.nextLong();
        NatBehaviour nat = new NatProbe(clock, random).ask(request.ice().stunServers());
        List<TurnProbe.Result> turn =
                new TurnProbe(clock, random).ask(request.ice().turn());
        Visit visit = null;
        if (!request.member().isEmpty()) {
            try (MemberVisit member = new MemberVisit(request, trace, clock, random)) {
                visit = member.run();
            }
        }
        List<DoctorReport.Way> ways = new ArrayList<>();
        if (visit != null) {
            visit.ours().forEach(way -> ways.add(way("here", way)));
            visit.theirs().forEach(way -> ways.add(way("there", way)));
        }
        List<Check> checks = new ArrayList<>(new Findings(nat, turn, visit).all(request.invite() != null));
        Surroundings around = around(request, visit);
        checks.addAll(new PlayFindings(
                        visit, around, request.reconnect(), request.ice().enabled())
                .all());
        return new DoctorReport(Checkup.name(trace), checks, ways);
    }

    private Surroundings around(DoctorRequest request, @Nullable Visit visit) {
        InetSocketAddress chosen = visit == null || visit.served() ? null : visit.address();
        if (chosen == null || request.places().isEmpty()) {
            return Surroundings.UNKNOWN;
        }
        List<InetSocketAddress> all = new ArrayList<>(List.of(chosen));
        request.places().forEach(place -> all.add(place.address()));
        Map<InetSocketAddress, Long> rtts;
        try (PlaceSurvey survey = new PlaceSurvey(clock, random)) {
            rtts = survey.ask(all);
        }
        Map<String, Long> places = new LinkedHashMap<>();
        for (NamedPlace place : request.places()) {
            Long rtt = rtts.get(place.address());
            if (rtt != null && !place.address().equals(chosen)) {
                places.put(place.text(), rtt);
            }
        }
        return new Surroundings(rtts.getOrDefault(chosen, 0L), places);
    }

    private static DoctorReport.Way way(String side, WayResult way) {
        return new DoctorReport.Way(
                side,
                lower(way.from()),
                HostPort.format(way.address()),
                lower(way.to().kind()),
                lower(way.outcome()),
                way.heard());
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
