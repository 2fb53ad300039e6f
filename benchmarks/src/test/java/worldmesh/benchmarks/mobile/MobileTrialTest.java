package worldmesh.benchmarks.mobile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import worldmesh.mesh.link.RadioRest;
import worldmesh.testkit.net.MobileProfile;

class MobileTrialTest {
    @ParameterizedTest
    @EnumSource(MobileProfile.class)
    void playersOnTheirWayAreHeardAgainAndLoseNoReliableMessage(MobileProfile profile) {
        MobileTrial.Result result = MobileTrial.run(profile, 1, 3);

        assertTrue(result.connected());
        assertTrue(result.handovers() >= 2, result.toJson());
        assertEquals(0, result.lost(), result.toJson());
        assertTrue(result.recoveryP99Millis() <= MobileTrial.MAX_RECOVERY_MILLIS, result.toJson());
        assertTrue(result.queueP95Millis() <= MobileTrial.MAX_QUEUE_MILLIS, result.toJson());
        assertTrue(result.messages() > 100, result.toJson());
    }

    @Test
    void radioOfAnIdlePlayerWakesUpOnceASecondAndWithoutARestMoreThanTwice() {
        IdleTrial.Result resting = IdleTrial.run(MobileProfile.FIVE_G, IdleTrial.REST, 3);
        IdleTrial.Result restless = IdleTrial.run(MobileProfile.FIVE_G, RadioRest.NONE, 3);

        assertTrue(resting.passed(), resting.toJson());
        assertTrue(resting.wakeUpsPerSecond() <= 1.1, resting.toJson());
        assertTrue(restless.wakeUpsPerSecond() > IdleTrial.MAX_WAKE_UPS, restless.toJson());
    }
}
