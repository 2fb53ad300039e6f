package worldmesh.simulation.node;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import worldmesh.mesh.group.GroupMembership;
import worldmesh.mesh.lan.LanSettings;

/**
 * What a party says while nobody plays, counted in virtual time. Sessions, links and authorities are the real ones; the
 * party's own messages, which are JGroups', and announcements on the LAN are added as often as they leave.
 */
class IdlePartyTest {
    private static final int SECONDS = 60;

    /** The demand is 20; what is between is for addresses asked for, and for a machine that answers late. */
    private static final double PACKETS_PER_SECOND_MAX = 15;

    @Test
    void eightWhoPlayedAndRestSendAtMostSoMuch(TestReporter reporter) {
        var party = new PartyOfEight();
        party.play(500, () -> false);
        party.run(4_000);
        assertTrue(party.isWhole());
        long[] before = sent(party);

        party.run(SECONDS * 1_000L);

        long[] after = sent(party);
        double most = IntStream.range(0, before.length)
                .mapToDouble(i -> (after[i] - before[i]) / (double) SECONDS)
                .max()
                .orElseThrow();
        double host = most
                + GroupMembership.idlePacketsPerSecond(PartyOfEight.MEMBERS)
                + LanSettings.defaults().packetsPerSecond();
        reporter.publishEntry("an idle host sends", host + " packets a second, " + most + " of them over links");
        assertTrue(party.isWhole());
        assertTrue(host <= PACKETS_PER_SECOND_MAX, "an idle host sends " + host + " packets a second");
    }

    private static long[] sent(PartyOfEight party) {
        return IntStream.range(0, PartyOfEight.MEMBERS)
                .mapToLong(party::datagramsSent)
                .toArray();
    }
}
