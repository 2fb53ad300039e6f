package worldmesh.peer.roster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import worldmesh.mesh.retry.RetryPolicy;
import worldmesh.peer.wire.Roster;
import worldmesh.runtime.identity.PeerId;

class ConnectorTest {
    private static final long MILLI = 1_000_000;

    /** Chance shortens each pause by as much as it may: 250 ms at first, a second at last. */
    private static final RetryPolicy POLICY = new RetryPolicy(true, 500, 2_000);

    private final Connector connector = new Connector(peer(5), POLICY, () -> 0);

    private static PeerId peer(int first) {
        byte[] id = new byte[PeerId.BYTES];
        id[0] = (byte) first;
        return PeerId.ofBytes(id);
    }

    private static InetSocketAddress at(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    private List<Long> attempts(long untilMillis) {
        List<Long> at = new ArrayList<>();
        for (long millis = 0; millis <= untilMillis; millis += 10) {
            for (int i = connector.due(p -> false, millis * MILLI).size(); i > 0; i--) {
                at.add(millis);
            }
        }
        return at;
    }

    @Test
    void triesAreRarerUpToOncePerSecond() {
        connector.seed(at(1), null, 0);

        assertEquals(List.of(0L, 250L, 750L, 1_750L, 2_750L), attempts(3_000));
    }

    @Test
    void theSmallerPeerConnectsAtOnceAndTheLargerWaits() {
        connector.introduce(peer(9), at(9), 0);
        connector.introduce(peer(1), at(1), 0);

        List<Connector.Attempt> first = connector.due(p -> false, 0);
        assertEquals(
                List.of(peer(9)),
                first.stream().map(Connector.Attempt::expected).toList());
        assertEquals(2, connector.due(p -> false, 1_000 * MILLI).size());
    }

    @Test
    void everybodyIsTriedAtOnceWhenTheOwnNetworkIsBack() {
        connector.onLinked(peer(7), at(7), 0);
        connector.hint(new Whereabouts(peer(8), at(8)), 0);
        connector.seed(List.of(at(9)), null, 0);
        for (int i = 0; i <= 20; i++) {
            connector.due(p -> false, 100L * i * MILLI); // by now once a second
        }

        assertEquals(List.of(), connector.due(p -> false, 2_100 * MILLI));
        connector.retryAll(2_200 * MILLI);

        assertEquals(3, connector.due(p -> false, 2_200 * MILLI).size());
        assertEquals(3, connector.due(p -> false, 2_450 * MILLI).size());
    }

    @Test
    void addressesOfOneMachineAreTriedSideBySideUntilOneAnswers() {
        connector.seed(List.of(at(1), at(2), at(3)), null, 0);
        assertEquals(List.of(0L, 100L, 200L, 250L, 350L, 450L), attempts(500));

        connector.onLinked(peer(7), at(2), 500 * MILLI);
        assertEquals(List.of(), connector.due(peer(7)::equals, 5_000 * MILLI));
    }

    @Test
    void whereMembersWereOnceIsTriedUntilSomebodyIntroducesThem() {
        connector.hint(new Whereabouts(peer(1), at(1)), 0);
        connector.hint(new Whereabouts(peer(9), at(9)), 0);
        connector.hint(new Whereabouts(peer(5), at(5)), 0);
        assertEquals(2, connector.due(p -> false, 0).size());
        assertEquals(1, connector.due(peer(1)::equals, 250 * MILLI).size());

        connector.forgetHints();
        assertEquals(List.of(), connector.due(p -> false, 5_000 * MILLI));
    }

    @Test
    void linkedPeersAreLeftAlone() {
        connector.introduce(peer(9), at(9), 0);

        assertTrue(connector.due(p -> true, 0).isEmpty());
    }

    @Test
    void aStandInIsTriedALittleLaterUntilSomebodyLetsOneIn() {
        connector.seed(at(1), peer(1), 0);
        connector.standIn(new Whereabouts(peer(9), at(9)), 0);
        assertEquals(1, connector.due(p -> false, 0).size());

        List<Connector.Attempt> later = connector.due(p -> false, Connector.STAND_IN_NANOS);
        assertTrue(later.stream().anyMatch(attempt -> attempt.address().equals(at(9))));
        connector.forgetHints();
        assertTrue(connector.due(p -> false, 10_000 * MILLI).stream()
                .noneMatch(attempt -> attempt.address().equals(at(9))));
    }

    @Test
    void theSeedEndsWithTheLinkItLedTo() {
        connector.seed(at(1), null, 0);
        connector.onLinked(peer(9), at(1), 0);

        assertTrue(connector.due(p -> true, 10_000 * MILLI).isEmpty());
        connector.onLost(peer(9), 20_000 * MILLI);
        assertEquals(1, connector.due(p -> false, 20_000 * MILLI).size());
    }

    @Test
    void anAddressWhereAnotherAnsweredIsNeverTriedForThatMemberAgain() {
        connector.seed(at(1), peer(9), 0);
        connector.introduce(peer(9), at(2), 0);
        assertEquals(2, connector.due(p -> false, 0).size());

        connector.onStranger(at(1), peer(9));
        connector.seed(at(1), peer(9), 0);
        connector.hint(new Whereabouts(peer(9), at(1)), 0);
        connector.standIn(new Whereabouts(peer(9), at(1)), 0);

        List<Connector.Attempt> later = connector.due(p -> false, 10_000 * MILLI);
        assertEquals(
                List.of(at(2)), later.stream().map(Connector.Attempt::address).toList());
    }

    @Test
    void whoDoesNotWantThisPeerForGoodIsNeverTriedAgainHoweverOftenItIsNamed() {
        connector.seed(at(1), null, 0);
        connector.hint(new Whereabouts(peer(9), at(2)), 0);

        connector.onClosed(peer(9), at(1));
        connector.introduce(peer(9), at(3), 0);
        connector.hint(new Whereabouts(peer(9), at(2)), 0);
        connector.retryAll(5_000 * MILLI);

        assertEquals(List.of(), connector.due(p -> false, 10_000 * MILLI));
        connector.seekAll(20_000 * MILLI); // nobody is left that the player could mean
        assertEquals(List.of(), connector.due(p -> false, 20_000 * MILLI));
        connector.introduce(peer(9), at(3), 20_000 * MILLI);
        assertEquals(1, connector.due(p -> false, 20_000 * MILLI).size());
    }

    @Test
    void whatWasLostIsNotTriedWherePlayersWantItSo() {
        Connector calm = new Connector(peer(5), POLICY.automatic(false), () -> 0);
        calm.introduce(peer(9), at(9), 0);
        calm.onLinked(peer(9), at(9), 0);

        calm.onLost(peer(9), 100 * MILLI);
        calm.retryAll(200 * MILLI);

        assertEquals(List.of(), calm.due(p -> false, 60_000 * MILLI));
        assertFalse(calm.isTrying());
        calm.seekAll(70_000 * MILLI);
        assertEquals(1, calm.due(p -> false, 70_000 * MILLI).size());
        assertTrue(calm.isTrying());
        for (long millis = 70_000; millis < 80_000; millis += 100) {
            calm.due(p -> false, millis * MILLI);
        }
        assertFalse(calm.isTrying());
    }

    @Test
    void nobodyIsTriedAfterTheEnd() {
        connector.seed(at(1), null, 0);
        connector.introduce(peer(9), at(9), 0);
        connector.due(p -> false, 0);

        connector.cancelAll();

        assertEquals(List.of(), connector.due(p -> false, 60_000 * MILLI));
    }

    @Test
    void aLoopbackMemberIsOnItsIntroducersMachine() {
        InetSocketAddress introducer = new InetSocketAddress("192.168.1.7", 4_000);
        Roster.Member member = Objects.requireNonNull(Introductions.entry(peer(3), "bob", at(4_001)));

        InetSocketAddress address = Objects.requireNonNull(Introductions.address(member, introducer));

        assertEquals(new InetSocketAddress("192.168.1.7", 4_001), address);
    }
}
