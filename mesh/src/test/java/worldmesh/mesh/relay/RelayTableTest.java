package worldmesh.mesh.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import worldmesh.mesh.path.RelayedAddress;
import worldmesh.runtime.identity.PeerId;

/** Whom a relay carries and how much, and what those it carries know of it. */
class RelayTableTest {
    private static final long SECOND = 1_000_000_000L;

    private static PeerId peer(int number) {
        byte[] id = new byte[PeerId.BYTES];
        new SplittableRandom(number).nextBytes(id);
        return PeerId.ofBytes(id);
    }

    @Test
    void oneSecondOfFloodIsCutToTheCapWithinTwoPercentOverAMinute() {
        RelayTable table = new RelayTable(new RelaySettings(true, 1_000_000, 400_000, 8));
        long burst = 100_000;
        for (long now = 0; now < 60 * SECOND; now += SECOND / 2_000) {
            table.judge(peer(1), peer(2), 1_000, now);
            table.judge(peer(2), peer(1), 1_000, now);
        }

        long perSecond = (table.bytes() - burst) / 60;
        assertTrue(perSecond > 392_000 && perSecond < 408_000, perSecond + " bytes per second");
    }

    @Test
    void whoeverIsTooFastWithLongDatagramsLosesNoShortOnes() {
        RelayTable table = new RelayTable(new RelaySettings(true, 1_000_000, 250_000, 8));
        int refused = 0;
        for (long now = 0; now < 20 * SECOND; now += SECOND / 500) {
            table.judge(peer(1), peer(2), 1_200, now);
            boolean talks = now % (SECOND / 50) == 0;
            refused += talks && table.judge(peer(1), peer(2), 160, now) != null ? 1 : 0;
        }

        assertEquals(0, refused, "of 1,000 short datagrams beside 600 kB/s of long ones");
        assertTrue(table.bytes() > 19 * 250_000L, "and the rest is used up");
    }

    @Test
    void allPairsTogetherGetNoMoreThanTheCommonCap() {
        RelayTable table = new RelayTable(new RelaySettings(true, 1_000_000, 400_000, 8));
        for (long now = 0; now < 60 * SECOND; now += SECOND / 1_000) {
            for (int pair = 0; pair < 5; pair++) {
                table.judge(peer(pair), peer(100 + pair), 1_000, now);
            }
        }

        long perSecond = (table.bytes() - 250_000) / 60;
        assertTrue(perSecond > 980_000 && perSecond < 1_020_000, perSecond + " bytes per second");
    }

    @Test
    void bothDirectionsOfAPairAreOneAndSilentPairsMakeRoom() {
        RelayTable table = new RelayTable(new RelaySettings(true, 1_000_000, 400_000, 2));
        assertNull(table.judge(peer(1), peer(2), 100, 0));
        assertNull(table.judge(peer(2), peer(1), 100, 0));
        assertNull(table.judge(peer(3), peer(4), 100, SECOND));
        assertEquals(2, table.pairs(SECOND));
        assertEquals(RelayRefusal.TOO_MANY_PAIRS, table.judge(peer(5), peer(6), 100, 9 * SECOND));

        assertNull(table.judge(peer(5), peer(6), 100, 10 * SECOND));
        assertEquals(2, table.pairs(10 * SECOND));
    }

    @Test
    void onePeerCannotTakeAllThePairsThereAre() {
        RelayTable table = new RelayTable(new RelaySettings(true, 1_000_000, 400_000, 64));
        List<RelayRefusal> refused = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            RelayRefusal refusal = table.judge(peer(1), peer(100 + i), 100, 0);
            if (refusal != null) {
                refused.add(refusal);
            }
        }

        assertEquals(20 - RelayTable.PAIRS_PER_PEER, refused.size());
        assertEquals(Set.of(RelayRefusal.TOO_MANY_PAIRS), Set.copyOf(refused));
        assertNull(table.judge(peer(2), peer(200), 100, 0));
    }

    @Test
    void pairsOfAPeerThatIsGoneAreForgotten() {
        RelayTable table = new RelayTable(RelaySettings.defaults());
        table.judge(peer(1), peer(2), 100, 0);
        table.judge(peer(3), peer(1), 100, 0);
        table.judge(peer(2), peer(3), 100, 0);
        table.forget(peer(1));

        assertEquals(1, table.pairs(0));
    }

    @Test
    void aRelayThatMakesUpNamesGetsItsOwnPlacesAndNoOthers() {
        RelayRoutes routes = new RelayRoutes();
        InetSocketAddress good =
                Objects.requireNonNull(routes.through(peer(2), 5, 0)).address();
        Set<InetSocketAddress> places = new HashSet<>();
        for (long name = 0; name < 10_000; name++) {
            RelayRoutes.Route route = routes.through(peer(1), name, SECOND);
            if (route != null) {
                places.add(route.address());
            }
        }

        assertEquals(RelayRoutes.PER_RELAY, places.size());
        assertEquals(RelayRoutes.PER_RELAY + 1, routes.size());
        assertEquals(
                good, Objects.requireNonNull(routes.through(peer(2), 5, SECOND)).address());
        assertTrue(places.stream().allMatch(RelayedAddress::is));
        assertNull(routes.at(RelayedAddress.of(peer(3), 1), SECOND));
        assertEquals(5, Objects.requireNonNull(routes.at(good, SECOND)).name());
    }

    @Test
    void waysThatNothingWentByForAMinuteMakeRoom() {
        RelayRoutes routes = new RelayRoutes();
        for (long name = 0; name < RelayRoutes.PER_RELAY; name++) {
            routes.through(peer(1), name, 0);
        }
        RelayRoutes.Route used = Objects.requireNonNull(routes.through(peer(1), 7, 30 * SECOND));
        assertNull(routes.through(peer(1), 1_000, 59 * SECOND));

        RelayRoutes.Route fresh = Objects.requireNonNull(routes.through(peer(1), 1_000, 60 * SECOND));
        assertNotEquals(used.address(), fresh.address());
        assertEquals(
                7,
                Objects.requireNonNull(routes.at(used.address(), 61 * SECOND)).name());
        assertEquals(2, routes.size());
    }

    @Test
    void nearestNeighboursThatDidNotRefuseLatelyAreAskedFirst() {
        RelayChoice choice = new RelayChoice();
        List<RelayChoice.Neighbour> neighbours = List.of(
                new RelayChoice.Neighbour(peer(1), 40),
                new RelayChoice.Neighbour(peer(2), 10),
                new RelayChoice.Neighbour(peer(3), 0),
                new RelayChoice.Neighbour(peer(4), 20),
                new RelayChoice.Neighbour(peer(9), 1));
        assertEquals(List.of(peer(2), peer(4), peer(1)), choice.best(peer(9), neighbours, 0));

        choice.refused(peer(2), RelayName.of(peer(9)), 0);
        assertEquals(List.of(peer(4), peer(1), peer(3)), choice.best(peer(9), neighbours, 1));
        assertEquals(List.of(peer(9), peer(2), peer(4)), choice.best(peer(8), neighbours, 1));
        assertEquals(List.of(peer(2), peer(4), peer(1)), choice.best(peer(9), neighbours, RelayChoice.PAUSE_NANOS));
    }

    @Test
    void whoDroppedSomethingLatelyIsAskedWhenNobodyElseIsThere() {
        RelayChoice choice = new RelayChoice();
        List<RelayChoice.Neighbour> both =
                List.of(new RelayChoice.Neighbour(peer(1), 40), new RelayChoice.Neighbour(peer(2), 10));
        choice.dropped(peer(2), RelayName.of(peer(9)), 0);

        assertEquals(List.of(peer(1)), choice.best(peer(9), both, 1));
        assertEquals(List.of(peer(2), peer(1)), choice.best(peer(8), both, 1), "to another peer it may be honest");
        choice.refused(peer(1), RelayName.of(peer(9)), 1);
        assertEquals(List.of(peer(2)), choice.best(peer(9), both, 2));
        assertEquals(List.of(peer(2), peer(1)), choice.best(peer(9), both, RelayChoice.DROPPED_NANOS));
    }

    @Test
    void refusalsThatAreRememberedAreBounded() {
        RelayChoice choice = new RelayChoice();
        for (int name = 0; name < 5_000; name++) {
            choice.refused(peer(1), name, 0);
        }

        assertEquals(RelayChoice.REFUSALS_MAX, choice.remembered());
    }

    @Test
    void refusalsAreReadBackByTheirNumbers() {
        for (RelayRefusal refusal : RelayRefusal.values()) {
            assertEquals(refusal, RelayRefusal.ofWire(refusal.wire()));
        }
        assertNull(RelayRefusal.ofWire(0));
        assertNull(RelayRefusal.ofWire(200));
    }
}
