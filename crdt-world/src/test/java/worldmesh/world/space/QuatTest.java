package worldmesh.world.space;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

class QuatTest {
    private static final Vec3 UP = new Vec3(0, 0, 1);

    private static Quat any(Random random) {
        return new Quat(random.nextGaussian(), random.nextGaussian(), random.nextGaussian(), random.nextGaussian());
    }

    private static void assertClose(Vec3 expected, Vec3 actual) {
        assertEquals(0, expected.distance(actual), 1e-9, expected + " and " + actual);
    }

    @Test
    void turnsByTheRightHand() {
        Quat quarter = Quat.about(UP, Math.PI / 2);

        assertClose(new Vec3(0, 2, 5), quarter.rotate(new Vec3(2, 0, 5)));
        assertClose(new Vec3(-2, 0, 5), quarter.times(quarter).rotate(new Vec3(2, 0, 5)));
        assertClose(new Vec3(2, 0, 5), quarter.inverse().times(quarter).rotate(new Vec3(2, 0, 5)));
    }

    @Test
    void keepsLengthsAndComposesInOrder() {
        Random random = new Random(3);
        for (int i = 0; i < 1_000; i++) {
            Quat a = any(random);
            Quat b = any(random);
            Vec3 v = new Vec3(random.nextGaussian(), random.nextGaussian(), random.nextGaussian());

            assertEquals(v.length(), a.rotate(v).length(), 1e-9);
            assertClose(a.rotate(b.rotate(v)), a.times(b).rotate(v));
        }
    }

    @Test
    void measuresTheAngleBetweenRotationsWhateverTheSign() {
        Quat start = Quat.about(new Vec3(1, 2, 3), 0.4);
        Quat turned = Quat.about(new Vec3(1, 2, 3), 1.3);
        Quat opposite = new Quat(-turned.x(), -turned.y(), -turned.z(), -turned.w());

        assertEquals(0.9, start.angleTo(turned), 1e-12);
        assertEquals(0.9, start.angleTo(opposite), 1e-12);
        assertEquals(0, turned.angleTo(opposite), 1e-12);
    }

    @Test
    void isDrawnAtEvenSpeedOnTheShorterArc() {
        Random random = new Random(5);
        for (int i = 0; i < 1_000; i++) {
            Quat from = any(random);
            Quat to = any(random);
            double angle = from.angleTo(to);
            for (double share = 0; share <= 1; share += 0.125) {
                Quat drawn = from.towards(to, share);

                assertEquals(share * angle, from.angleTo(drawn), 1e-7);
                assertEquals((1 - share) * angle, drawn.angleTo(to), 1e-7);
            }
        }
    }

    @Test
    void blendsNearlyEqualRotationsWithoutDividingByZero() {
        Quat from = Quat.about(UP, 1);
        Quat to = Quat.about(UP, 1 + 1e-9);

        assertEquals(0, from.angleTo(from.towards(to, 0.5)), 1e-9);
        assertTrue(from.towards(from, 0.3).angleTo(from) < 1e-9);
    }

    @Test
    void refusesNumbersThatNameNoRotation() {
        assertThrows(IllegalArgumentException.class, () -> new Quat(0, 0, 0, 0));
        assertThrows(IllegalArgumentException.class, () -> new Quat(Double.NaN, 0, 0, 1));
        assertThrows(IllegalArgumentException.class, () -> new Quat(0, Double.POSITIVE_INFINITY, 0, 1));
        assertThrows(IllegalArgumentException.class, () -> new Vec3(0, Double.NaN, 0));
        assertThrows(IllegalArgumentException.class, () -> Quat.about(Vec3.ZERO, 1));
        assertEquals(Quat.IDENTITY, new Quat(0, 0, 0, 7));
    }

    @Test
    void theWayBetweenHostilePlacesStaysFinite() {
        Vec3 far = new Vec3(Double.MAX_VALUE, 0, 0);
        Vec3 other = new Vec3(-Double.MAX_VALUE, 0, 0);

        assertEquals(Vec3.ZERO, far.towards(other, 0.5));
        assertEquals(other, far.towards(other, 1));
    }
}
