package worldmesh.world.motion;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import worldmesh.world.component.RecordCodec;
import worldmesh.world.sector.SectorGrid;
import worldmesh.world.sector.SectorId;
import worldmesh.world.space.Quat;
import worldmesh.world.space.Vec3;

class NetworkTransformTest {
    private static final RecordCodec<NetworkTransform> CODEC = RecordCodec.of(NetworkTransform.class);
    private static final SectorId FAR = new SectorId(1L << 62, -(1L << 62), 0);
    private static final double ERROR_MAX_METRES = 0.005;
    private static final double ERROR_MAX_DEGREES = 0.1;

    private static Quat any(Random random) {
        return new Quat(random.nextGaussian(), random.nextGaussian(), random.nextGaussian(), random.nextGaussian());
    }

    /** Quarter turns, half turns, ties between the numbers, and rotations next to all of them. */
    private static List<Quat> extremes() {
        List<Quat> out = new ArrayList<>();
        double[] values = {-1, -1e-9, 0, 1e-9, 0.5, 1 - 1e-7, 1};
        for (double x : values) {
            for (double y : values) {
                for (double z : values) {
                    for (double w : values) {
                        if (x * x + y * y + z * z + w * w > 1e-6) {
                            out.add(new Quat(x, y, z, w));
                        }
                    }
                }
            }
        }
        return out;
    }

    private static void assertExact(NetworkTransform value) {
        NetworkTransform settled = CODEC.settled(value);

        double metres = settled.pos().distance(value.pos());
        double degrees = Math.toDegrees(settled.rot().angleTo(value.rot()));
        assertTrue(metres <= ERROR_MAX_METRES, () -> value + " is off by " + metres + " m");
        assertTrue(degrees <= ERROR_MAX_DEGREES, () -> value + " is off by " + degrees + " degrees");
        assertEquals(value.sector(), settled.sector());
        assertEquals(value.timestamp(), settled.timestamp());
        assertEquals(settled, CODEC.settled(settled), "settles where it is");
    }

    @Test
    void travelsWithinHalfACentimetreAndATenthOfADegree() {
        Random random = new Random(11);
        for (int i = 0; i < 20_000; i++) {
            Vec3 pos = new Vec3(random.nextDouble() * 1_000, random.nextDouble() * 1_000, random.nextGaussian() * 500);
            assertExact(new NetworkTransform(pos, any(random), random.nextLong() >>> 22));
        }
    }

    @Test
    void extremeRotationsAreAsExact() {
        for (Quat rot : extremes()) {
            assertExact(new NetworkTransform(Vec3.ZERO, rot, 0));
        }
    }

    @Test
    void farSectorsAreAsExactAsTheOrigin() {
        Random random = new Random(12);
        for (SectorId sector : List.of(FAR, new SectorId(Long.MIN_VALUE, Long.MAX_VALUE, 0), new SectorId(3, 4, 12))) {
            double edge = 1_000.0 * (1 << sector.scale());
            for (int i = 0; i < 2_000; i++) {
                Vec3 pos = new Vec3(random.nextDouble() * edge, Math.nextDown(edge), -random.nextDouble() * edge);
                assertExact(new NetworkTransform(pos, any(random), Long.MAX_VALUE, sector));
            }
        }
    }

    @Test
    void noRotationTravelsAsNone() {
        NetworkTransform value = new NetworkTransform(new Vec3(1, 2, 3), Quat.IDENTITY, 5);

        assertEquals(Quat.IDENTITY, CODEC.settled(value).rot());
    }

    @Test
    void movesACentimetreAtTheFarEndOfTheWorld() {
        NetworkTransform before = new NetworkTransform(new Vec3(999.995, 0.005, 0), Quat.IDENTITY, 0, FAR);

        NetworkTransform after = before.moved(new Vec3(0.01, -0.01, 0), Quat.IDENTITY, 50);

        assertEquals(FAR.neighbour(1, -1), after.sector());
        assertEquals(0, new Vec3(0.005, 999.995, 0).distance(after.pos()), 1e-9);
        assertEquals(0, new Vec3(0.01, -0.01, 0).distance(before.wayTo(after)), 1e-9);
    }

    @Test
    void aMoveOutOfTheWorldIsRefused() {
        SectorId last = new SectorId(Long.MAX_VALUE, 0, 0);
        NetworkTransform edge = new NetworkTransform(new Vec3(999, 0, 0), Quat.IDENTITY, 0, last);

        assertThrows(IllegalArgumentException.class, () -> edge.moved(new Vec3(2, 0, 0), Quat.IDENTITY, 1));
        assertThrows(IllegalArgumentException.class, () -> edge.moved(new Vec3(1e300, 0, 0), Quat.IDENTITY, 1));
        assertThrows(
                IllegalArgumentException.class, () -> new NetworkTransform(new Vec3(0, 0, 2e12), Quat.IDENTITY, 0));
    }

    @Test
    void isDrawnStraightAcrossTheBorderOfASector() {
        NetworkTransform from = new NetworkTransform(new Vec3(999, 10, 4), Quat.IDENTITY, 1_000, FAR);
        NetworkTransform to = from.moved(new Vec3(4, 0, 2), Quat.about(new Vec3(0, 0, 1), 1), 1_100);

        for (double share = 0; share <= 1; share += 0.125) {
            NetworkTransform drawn = from.towards(to, share);

            assertEquals(0, from.wayTo(drawn).distance(new Vec3(4 * share, 0, 2 * share)), 1e-9);
            assertEquals(share, from.rot().angleTo(drawn.rot()), 1e-9);
            assertEquals(1_000 + Math.round(100 * share), drawn.timestamp());
        }
        assertEquals(FAR, from.towards(to, 0.1).sector());
        assertEquals(FAR.neighbour(1, 0), from.towards(to, 0.9).sector());
    }

    @Test
    void isInTheSectorOfTheWorldsOwnGridThatHoldsIt() {
        NetworkTransform here = new NetworkTransform(new Vec3(250.5, 999, 7), Quat.IDENTITY, 0, new SectorId(-1, 2, 0));
        NetworkTransform far = new NetworkTransform(new Vec3(1, 2, 0), Quat.IDENTITY, 0, FAR);
        NetworkTransform coarse = new NetworkTransform(new Vec3(9_000, 1, 0), Quat.IDENTITY, 0, new SectorId(3, -4, 5));

        assertEquals(here.sector(), here.sectorIn(SectorGrid.KILOMETRE));
        assertEquals(new SectorId(-8, 29, 0), here.sectorIn(new SectorGrid(100)));
        assertEquals(new SectorId(-1, 0, 0), here.sectorIn(new SectorGrid(5_000)));
        assertEquals(
                new SectorId(0, 2, 0),
                here.moved(new Vec3(749.5, 0, 0), Quat.IDENTITY, 0).sectorIn(SectorGrid.KILOMETRE));
        assertEquals(
                new SectorId(0, 3, 0),
                new NetworkTransform(new Vec3(1_000, 1_000, 0), Quat.IDENTITY, 0, here.sector())
                        .sectorIn(SectorGrid.KILOMETRE));
        assertEquals(FAR, far.sectorIn(SectorGrid.KILOMETRE));
        assertEquals(new SectorId(1L << 61, -(1L << 61), 0), far.sectorIn(new SectorGrid(2_000)));
        assertEquals(coarse.sector(), coarse.sectorIn(SectorGrid.KILOMETRE));
        assertEquals(new SectorId(6, -8, 5), coarse.sectorIn(new SectorGrid(500)));
        assertThrows(IllegalArgumentException.class, () -> far.sectorIn(new SectorGrid(100)));
    }

    @Test
    void aLeapIsNotWalked() {
        NetworkTransform here = new NetworkTransform(Vec3.ZERO, Quat.IDENTITY, 0);
        NetworkTransform there = new NetworkTransform(Vec3.ZERO, Quat.IDENTITY, 0, FAR);
        NetworkTransform coarse = new NetworkTransform(Vec3.ZERO, Quat.IDENTITY, 0, new SectorId(0, 0, 3));
        SectorId west = new SectorId(Long.MIN_VALUE, 0, 0);
        NetworkTransform end = new NetworkTransform(Vec3.ZERO, Quat.IDENTITY, 0, west);

        assertEquals(here, here.towards(there, 0.4));
        assertEquals(there, here.towards(there, 0.6));
        assertEquals(coarse, here.towards(coarse, 0.5));
        assertEquals(end, there.towards(end, 0.5));
        assertThrows(IllegalArgumentException.class, () -> here.wayTo(coarse));
    }

    // Golden bytes of docs/wire-world.md, "Records".

    private static List<NetworkTransform> samples() {
        return List.of(
                new NetworkTransform(Vec3.ZERO, Quat.IDENTITY, 0),
                new NetworkTransform(new Vec3(1.5, 999.995, -0.25), Quat.about(new Vec3(0, 0, 1), 1), 1_000),
                new NetworkTransform(new Vec3(0.01, 0.02, 0.03), new Quat(1, 1, 1, 1), 1_700_000_000_000L, FAR),
                new NetworkTransform(new Vec3(1, 2, 3), new Quat(0.1, -0.9, 0.2, -0.3), -1, new SectorId(-1, 2, 3)));
    }

    private static List<String> golden() throws IOException {
        try (InputStream in =
                Objects.requireNonNull(NetworkTransformTest.class.getResourceAsStream("/wire/transform.hex"))) {
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .toList();
        }
    }

    @Test
    void isWrittenAsTheGoldenBytesSay() throws IOException {
        List<String> written = samples().stream()
                .map(value -> HexFormat.of().formatHex(CODEC.encode(value)))
                .toList();

        assertEquals(String.join("\n", golden()), String.join("\n", written));
    }

    @Test
    void goldenBytesAreRead() throws IOException {
        for (int i = 0; i < samples().size(); i++) {
            byte[] raw = HexFormat.of().parseHex(golden().get(i));

            assertEquals(CODEC.settled(samples().get(i)), CODEC.decode(raw));
        }
    }

    @Test
    void anEarlyEndReadsAsZeros() {
        byte[] raw = CODEC.encode(new NetworkTransform(new Vec3(1, 2, 3), Quat.about(new Vec3(1, 0, 0), 1), 9));
        NetworkTransform cut = CODEC.decode(Arrays.copyOf(raw, 6));

        assertEquals(new NetworkTransform(new Vec3(1, 2, 3), Quat.IDENTITY, 0), cut);
    }

    @Test
    void hostileBytesAreRefusedWithoutAnException() {
        Random random = new Random(13);
        int read = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] noise = new byte[random.nextInt(30)];
            random.nextBytes(noise);
            NetworkTransform value = CODEC.decode(noise);
            if (value != null) {
                read++;
                assertNotNull(CODEC.decode(CODEC.encode(value)));
            }
        }
        assertTrue(read > 0);
        // The three numbers are longer than one, a number is no number, and the fifth number does not exist.
        assertNull(CODEC.decode(HexFormat.of().parseHex("000000" + "ffffffff0f")));
        assertNull(CODEC.decode(HexFormat.of().parseHex("000000" + "0000800038")));
        assertNull(CODEC.decode(HexFormat.of().parseHex("000000" + "0008800048")));
    }
}
