package worldmesh.authority.scale;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ScalingRuleTest {
    private final ScalingRule rule = new ScalingRule(new ScalingBounds(0.7, 1, 10));

    private static Load players(int players) {
        return new Load(players, 100, 0);
    }

    private static long seconds(long count) {
        return TimeUnit.SECONDS.toNanos(count);
    }

    @Test
    void wantsAsManyAsLeaveEachAtItsTarget() {
        assertEquals(1, rule.want(1, players(70), 0));
        assertEquals(2, rule.want(1, players(100), seconds(15)), "100 players want 143 places");
        assertEquals(4, new ScalingRule(new ScalingBounds(0.7, 1, 10)).want(3, players(90), 0));
    }

    @Test
    void countsTheTimeOfTurnsWhereThatIsScarcer() {
        assertEquals(2, rule.want(1, new Load(1, 100, 0.9), 0));
    }

    @Test
    void leavesATenthAroundTheTargetAlone() {
        assertEquals(2, rule.want(2, players(76), 0));
        assertEquals(2, rule.want(2, players(64), seconds(15)));
        assertEquals(3, rule.want(2, players(78), seconds(30)));
    }

    @Test
    void wantsFewerOnlyAfterFiveMinutesOfCalm() {
        assertEquals(4, rule.want(3, players(90), 0));
        for (int second = 15; second <= 300; second += 15) {
            assertEquals(4, rule.want(3, players(10), seconds(second)), "at " + second + " s");
        }
        assertEquals(1, rule.want(3, players(10), seconds(315)));
    }

    @Test
    void aPeakInBetweenBeginsTheCalmAnew() {
        rule.want(3, players(90), 0);
        rule.want(3, players(10), seconds(200));
        rule.want(3, players(90), seconds(299));

        assertEquals(4, rule.want(3, players(10), seconds(598)));
        assertEquals(1, rule.want(3, players(10), seconds(900)));
    }

    @Test
    void staysWithinItsBoundsAndRefusesEmptyOnes() {
        assertEquals(10, rule.want(9, players(100), 0));
        assertEquals(2, new ScalingRule(new ScalingBounds(0.7, 2, 3)).want(2, players(0), 0));
        var thrown = assertThrows(IllegalArgumentException.class, () -> new ScalingBounds(0.7, 3, 2));
        assertTrue(String.valueOf(thrown.getMessage()).contains("scaling.nodes-max"));
        assertThrows(IllegalArgumentException.class, () -> new ScalingBounds(0, 1, 2));
    }
}
