package worldmesh.world.summary;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.world.sector.SectorId;

class SummarySumTest {
    private static final SectorId CELL = new SectorId(-2, 1, 3);

    @Test
    void theSumOfTheChildrenIsTheSameInAnyOrderAndWayUp() {
        for (int seed = 0; seed < 50; seed++) {
            Random random = new Random(seed);
            List<SummarySum> leaves = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                SectorId sector =
                        new SectorId((CELL.x() << 3) + random.nextInt(8), (CELL.y() << 3) + random.nextInt(8), 0);
                SummarySum leaf = new SummarySum(sector);
                for (int j = random.nextInt(30); j > 0; j--) {
                    leaf.add(random.nextInt(3), random.nextDouble(), random.nextDouble(), random.nextInt(100));
                }
                leaves.add(leaf);
            }
            SummarySum flat = new SummarySum(CELL);
            leaves.forEach(flat::add);
            Collections.shuffle(leaves, random);
            SummarySum stepped = new SummarySum(CELL);
            for (int child = 0; child < 4; child++) {
                SectorId quarter = CELL.child(child);
                SummarySum middle = new SummarySum(quarter);
                leaves.stream()
                        .filter(leaf -> quarter.contains(leaf.summary().cell()))
                        .forEach(middle::add);
                stepped.add(middle);
            }

            assertEquals(flat.summary(), stepped.summary(), "seed " + seed);
        }
    }

    @Test
    void theMiddleIsWhereTheEntitiesAre() {
        SummarySum left = new SummarySum(new SectorId(-16, 8, 0));
        left.add(7, 0, 0, 5);
        SummarySum right = new SummarySum(new SectorId(-9, 15, 0));
        right.add(7, 0.999, 0.999, -2);
        SummarySum cell = new SummarySum(CELL);
        cell.add(left);
        cell.add(right);

        assertEquals(
                List.of(new SectorSummary.Kind(7, 2, 127, 127, 3)),
                cell.summary().kinds());
    }

    @Test
    void whatIsNoNumberOrOutsideCountsAsTheNearestPlaceAndSumsAreSaturated() {
        SummarySum sum = new SummarySum(SectorId.ORIGIN);
        sum.add(1, Double.NaN, Double.POSITIVE_INFINITY, Long.MAX_VALUE);
        sum.add(1, -5, 1, 10);
        sum.add(2, Double.NEGATIVE_INFINITY, Double.NaN, Long.MIN_VALUE);
        sum.add(2, 0, 0, -1);

        assertEquals(
                List.of(
                        new SectorSummary.Kind(1, 2, 0, 255, Long.MAX_VALUE),
                        new SectorSummary.Kind(2, 2, 0, 0, Long.MIN_VALUE)),
                sum.summary().kinds());
        assertThrows(IllegalArgumentException.class, () -> sum.add(new SummarySum(new SectorId(1, 0, 0))));
        assertThrows(IllegalArgumentException.class, () -> new SummarySum(new SectorId(0, 0, 17)));
    }

    @Test
    void ofMoreComponentsThanThereIsRoomForTheFirstAreTold() {
        SummarySum sum = new SummarySum(SectorId.ORIGIN);
        for (int component = 20; component > 0; component--) {
            sum.add(component, 0.5, 0.5, 0);
        }

        assertEquals(SectorSummary.KINDS_MAX, sum.summary().kinds().size());
        assertEquals(1, sum.summary().kinds().get(0).component());
    }

    @Test
    void onlyWhatIsInBoundsIsRead() {
        SectorSummary good = new SectorSummary(
                CELL, List.of(new SectorSummary.Kind(-3, 1, 0, 255, -9), new SectorSummary.Kind(4, 1L << 40, 9, 9, 1)));
        ByteWriter out = new ByteWriter();
        good.encode(out);
        byte[] bytes = out.toBytes();
        ByteReader in = new ByteReader(bytes);
        assertEquals(good, SectorSummary.decode(in));
        assertTrue(in.complete());
        for (int length = 0; length < bytes.length; length++) {
            assertRefused(Arrays.copyOf(bytes, length));
        }
        // No entity; kinds that do not rise; too many.
        assertRefused(new ByteWriter()
                .varint(0)
                .varint(0)
                .u8(0)
                .varint(1)
                .i32(1)
                .varint(0)
                .u8(1)
                .u8(1)
                .zigzag(0));
        ByteWriter twice = new ByteWriter().varint(0).varint(0).u8(0).varint(2);
        assertRefused(twice.i32(1)
                .varint(1)
                .u8(1)
                .u8(1)
                .zigzag(0)
                .i32(1)
                .varint(1)
                .u8(1)
                .u8(1)
                .zigzag(0));
        assertRefused(new ByteWriter().varint(0).varint(0).u8(0).varint(17));
    }

    private static void assertRefused(ByteWriter bytes) {
        assertRefused(bytes.toBytes());
    }

    private static void assertRefused(byte[] bytes) {
        ByteReader in = new ByteReader(bytes);
        SectorSummary.decode(in);
        assertFalse(in.complete(), Arrays.toString(bytes));
    }
}
