package worldmesh.samples.galaxy.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import worldmesh.peer.core.Attention;
import worldmesh.peer.core.SessionSettings;
import worldmesh.testkit.net.NetworkFaults;
import worldmesh.testkit.net.RadioWatch;

/** A player on a telephone beside three others, counted where its packets come and go. */
class MobileBattleSimTest {
    private static final NetworkFaults LTE = new NetworkFaults(20_000_000, 4_000_000, 0.005, 0, 0);
    private static final int UNITS = 5;

    /** How long each battle is; -Dgalaxy.battle.millis=60000 gives figures with less chance in them. */
    private static final long BATTLE_MILLIS = Long.getLong("galaxy.battle.millis", 4_000);

    /** In a short battle so many hits more or less are chance: who is near whom differs from the first pose on. */
    private static final int CHANCE_HITS = 3;

    private static final long SEED = Long.getLong("galaxy.battle.seed", 1);

    private final RadioWatch radio = new RadioWatch();

    /** What one player's battle cost and gave. */
    private record Figures(double bitsPerSecond, double wakeUps, long packets, int shots, int hits) {}

    private Galaxy galaxy(Attention attention) {
        Galaxy galaxy = new Galaxy(SEED);
        galaxy.network.setFaults(LTE);
        galaxy.network.watch(Galaxy.address(3), radio);
        for (int i = 0; i < 3; i++) {
            galaxy.join();
        }
        galaxy.settings = SessionSettings.defaults().withAttention(attention);
        galaxy.begin(1);
        return galaxy;
    }

    private Figures play(Galaxy galaxy, Battle battle) {
        SimPeer player = galaxy.peers.get(3);
        int shots = battle.shots(player);
        int hits = battle.hits(player);
        radio.restart(galaxy.scheduler.nowNanos());
        battle.run(BATTLE_MILLIS);
        long now = galaxy.scheduler.nowNanos();
        return new Figures(
                radio.bitsPerSecond(now),
                radio.wakeUpsPerSecond(now),
                radio.packets(),
                battle.shots(player) - shots,
                battle.hits(player) - hits);
    }

    private Figures battle(Attention attention) {
        Galaxy galaxy = galaxy(attention);
        Battle battle = new Battle(galaxy, UNITS, SEED);
        battle.run(1_000);
        return play(galaxy, battle);
    }

    @Test
    void aMobilePlayerHitsAsOftenForAThirdOfTheBytes(TestReporter reporter) {
        Figures full = battle(Attention.FULL);
        Figures mobile = battle(Attention.MOBILE);

        reporter.publishEntry("full", full.toString());
        reporter.publishEntry("mobile", mobile.toString());
        assertTrue(full.hits >= BATTLE_MILLIS / 600, full.toString());
        assertTrue(mobile.bitsPerSecond * 3 <= full.bitsPerSecond, mobile + " of " + full);
        assertEquals(full.hits, mobile.hits, Math.max(CHANCE_HITS, full.hits * 0.1));
    }

    @Test
    void aTelephoneInAPocketCostsSixteenKilobitsAndHasEverythingOnceItIsTakenOut(TestReporter reporter) {
        Galaxy galaxy = galaxy(Attention.MOBILE);
        SimPeer player = galaxy.peers.get(3);
        Battle battle = new Battle(galaxy, UNITS, SEED);
        battle.run(500);

        battle.leave(player);
        player.session.subscriptions().attention().attend(Attention.SCREEN_OFF);
        battle.run(2_500);
        Figures pocket = play(galaxy, battle);

        reporter.publishEntry("screen off", pocket.toString());
        assertTrue(pocket.bitsPerSecond <= 16_000, pocket.toString());
        assertTrue(pocket.wakeUps <= 1, pocket.toString());
        player.session.subscriptions().attention().attend(Attention.MOBILE);
        galaxy.settle();
        assertEquals(4, player.session.peers().size());
    }
}
