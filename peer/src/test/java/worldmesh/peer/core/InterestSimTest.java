package worldmesh.peer.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import worldmesh.peer.core.TestGame.Block;
import worldmesh.peer.core.TestGame.Dig;
import worldmesh.peer.core.TestGame.Position;
import worldmesh.peer.core.TestGame.Vein;
import worldmesh.world.command.Receipt;
import worldmesh.world.entity.EntityId;
import worldmesh.world.sector.Interest;
import worldmesh.world.sector.SectorId;
import worldmesh.world.summary.SectorSummary;
import worldmesh.world.summary.SummaryRule;
import worldmesh.world.summary.SummaryRules;

/** What a player with an interest is sent, over real links in virtual time. */
class InterestSimTest {
    private static final int INSIDE = 360;

    /** Sixteen times the sight of one square around the player. */
    private static final int LEVELS = 4;

    private static final long PLAY_MILLIS = 20_000;

    private static final Interest NEAR = Interest.around(SectorId.ORIGIN, 1);

    /** Blocks add up their colours, which change all the time. */
    private static final class StrongBlocks extends TestGame {
        @Override
        SummaryRules summaries() {
            return new SummaryRules()
                    .add(Block.class, block -> new SummaryRule.Mark(Double.NaN, 0, block.colour() & 0xFFFF))
                    .add(Position.class, at -> new SummaryRule.Mark(at.x(), at.y(), 1));
        }
    }

    private final Party party = new Party();
    private final Random random = new Random(7);
    private final List<EntityId> inside = new ArrayList<>();
    private final List<EntityId> outside = new ArrayList<>();
    private final Node ann;
    private final Node bob;

    InterestSimTest() {
        party.game = new StrongBlocks();
        party.cores = new CoreNet(party.signatures, 1);
        ann = party.node("ann").host();
        bob = party.node("bob");
        party.run(200);
    }

    /** Blocks in the nine sectors around the origin, and so many in a square of that many sectors around them. */
    private void populate(int far, int radius) {
        for (int i = 0; i < INSIDE; i++) {
            inside.add(ann.world.spawn(new SectorId(i % 3 - 1, i / 3 % 3 - 1, 0), new Block(i)));
        }
        List<SectorId> sectors = new ArrayList<>();
        for (int x = -radius; x < radius; x++) {
            for (int y = -radius; y < radius; y++) {
                SectorId sector = new SectorId(x, y, 0);
                if (!NEAR.covers(sector)) {
                    sectors.add(sector);
                }
            }
        }
        for (int i = 0; i < far; i++) {
            outside.add(ann.world.spawn(sectors.get(i % sectors.size()), new Block(i)));
            if (i % 2_000 == 1_999) {
                party.run(20);
            }
        }
        party.run(500);
    }

    private void join(Interest interest) {
        bob.join(ann);
        bob.session.subscriptions().interests().want(interest);
    }

    /** 180 edits a second near the player, and a hundredth of the far ones each second. */
    private void play(long millis) {
        for (long end = party.net.nowMillis + millis; party.net.nowMillis < end; ) {
            for (int i = 0; i < inside.size() / 20; i++) {
                ann.world.put(inside.get(random.nextInt(inside.size())), new Block(random.nextInt()));
            }
            for (int i = 0; i < outside.size() / 1_000; i++) {
                ann.world.put(outside.get(random.nextInt(outside.size())), new Block(random.nextInt()));
            }
            party.run(100);
        }
    }

    private long received() {
        return Objects.requireNonNull(party.cores).stats(bob.mesh.local()).bytesReceived();
    }

    private static int blocks(Node node) {
        int[] count = new int[1];
        node.world.replica().each(null, Block.class, (entity, block) -> count[0]++);
        return count[0];
    }

    private static long bytes(int far, int radius, Interest interest) {
        InterestSimTest run = new InterestSimTest();
        run.populate(far, radius);
        run.join(interest);
        run.play(PLAY_MILLIS);
        run.party.run(1_000);

        assertEquals(SessionState.CONNECTED, run.bob.session.state());
        assertEquals(interest.everything() ? INSIDE + far : INSIDE, blocks(run.bob));
        for (EntityId block : run.inside) {
            assertEquals(run.ann.world.confirmed(block, Block.class), run.bob.world.confirmed(block, Block.class));
        }
        return run.received();
    }

    @Test
    void bytesDoNotGrowWithWhatIsOutsideTheInterest(TestReporter reporter) {
        long few = bytes(1_000, 12, NEAR);
        long more = bytes(10_000, 12, NEAR);
        long many = bytes(50_000, 12, NEAR);
        reporter.publishEntry("bytes with 1,000, 10,000, 50,000 outside", few + ", " + more + ", " + many);

        for (long each : List.of(more, many)) {
            assertTrue(Math.abs(each - few) <= 0.05 * few, few + ", " + more + ", " + many);
        }
    }

    @Test
    void seeingSixteenTimesAsFarCostsNoMoreThanHalfAsMuchAgain(TestReporter reporter) {
        long near = bytes(10_000, 24, NEAR);
        long far = bytes(10_000, 24, NEAR.withLevels(LEVELS));
        long all = bytes(10_000, 24, Interest.EVERYTHING);
        reporter.publishEntry("bytes with sight 1, with sight 16, with everything", near + ", " + far + ", " + all);

        assertTrue(far > near && far <= 1.5 * near, near + " near, " + far + " with far cells");
        assertTrue(all > 4 * far, all + " as entities, " + far + " with far cells");
    }

    @Test
    void farCellsSayWhatIsThereAndFollowIt() {
        populate(2_000, 16);
        EntityId walker = ann.world.spawn(null, new Position(9_500, 9_500));
        join(NEAR.withLevels(LEVELS));
        party.run(4_000);
        assertSummaries();
        for (int i = 0; i < 500; i++) {
            ann.world.delete(outside.get(i));
        }
        ann.world.delete(walker);
        party.run(40_000);

        assertSummaries();
        assertEquals(0, bob.session.stats().refusedSummaries());
        // Derived data: nothing of it is in the state.
        assertEquals(INSIDE, blocks(bob));
    }

    /** All cells together hold each far block once, and each holds those of its own sectors. */
    private void assertSummaries() {
        long told = 0;
        for (FarSector each : bob.session.subscriptions().interests().far()) {
            long[] count = new long[1];
            long[] strength = new long[1];
            ann.world.replica().each(null, Block.class, (entity, block) -> {
                boolean there =
                        each.summary().cell().contains(ann.world.replica().sectorOf(entity));
                count[0] += there ? 1 : 0;
                strength[0] += there ? block.colour() & 0xFFFF : 0;
            });
            int id = ann.world.schema().type(Block.class).id();
            for (SectorSummary.Kind kind : each.summary().kinds()) {
                if (kind.component() == id) {
                    assertEquals(count[0], kind.count(), each.toString());
                    assertEquals(strength[0], kind.strength(), each.toString());
                    told += kind.count();
                }
            }
            assertEquals(ann.world.self(), each.maker());
        }
        assertEquals(blocks(ann) - INSIDE, told);
    }

    @Test
    void whoWalksOnHearsOfWhatIsNearThenAndEditsThere() {
        populate(2_000, 12);
        join(NEAR.withLevels(1));
        party.run(3_000);
        SectorId there = new SectorId(6, 0, 0);
        bob.session.subscriptions().interests().want(Interest.around(there, 1).withLevels(1));
        party.run(3_000);
        EntityId found = outside.stream()
                .filter(entity -> ann.world.replica().sectorOf(entity).equals(there))
                .findFirst()
                .orElseThrow();
        bob.world.put(found, new Block(-1));
        party.run(1_000);

        assertEquals(new Block(-1), ann.world.confirmed(found, Block.class));
        assertTrue(bob.session.subscriptions().interests().far().stream()
                .noneMatch(each -> bob.session
                        .subscriptions()
                        .interests()
                        .covers(each.summary().cell())));
        EntityId left = inside.get(4);
        ann.world.put(left, new Block(-2));
        party.run(1_000);
        assertTrue(!new Block(-2).equals(bob.world.confirmed(left, Block.class)), "it is out of sight");
        bob.session.subscriptions().interests().want(Interest.EVERYTHING);
        party.run(3_000);
        assertTrue(party.converged());
    }

    @Test
    void whatMovesInAndOutOfSightIsSeenWhereItIs() {
        populate(100, 12);
        SectorId far = new SectorId(9, 0, 0);
        EntityId comes = ann.world.spawn(far, new Block(1));
        EntityId goes = ann.world.spawn(SectorId.ORIGIN, new Block(2));
        join(NEAR);
        party.run(2_000);
        assertTrue(!bob.world.exists(comes) && bob.world.exists(goes));
        ann.world.move(comes, SectorId.ORIGIN);
        ann.world.move(goes, far);
        party.run(1_000);

        assertEquals(new Block(1), bob.world.confirmed(comes, Block.class));
        // It is known where it went; what it is there is not heard.
        assertEquals(far, bob.world.sectorOf(goes));
        ann.world.put(goes, new Block(7));
        party.run(500);
        assertEquals(new Block(2), bob.world.confirmed(goes, Block.class));
        ann.world.move(goes, new SectorId(1, 1, 0));
        ann.world.put(goes, new Block(3));
        ann.world.delete(comes);
        party.run(1_000);
        assertEquals(new Block(3), bob.world.confirmed(goes, Block.class));
        assertTrue(!bob.world.exists(comes), "it was deleted");
    }

    @Test
    void whoHearsLessStillCommands() {
        populate(100, 12);
        EntityId vein = ann.world.spawn(SectorId.ORIGIN, new Block(0));
        join(NEAR);
        party.run(2_000);
        bob.session.submit(new Dig(vein, 5), new CommandListener() {
            @Override
            public void accepted(Receipt receipt) {}

            @Override
            public void rejected(String reason, @Nullable Receipt receipt) {
                throw new AssertionError(reason);
            }
        });
        party.run(1_000);

        assertEquals(0, bob.session.unansweredCommands());
        assertEquals(new Vein(95), bob.world.confirmed(vein, Vein.class));
    }

    @Test
    void motionOutOfSightIsNotStreamed() {
        populate(100, 12);
        EntityId near = ann.world.spawn(null, new Position(500, 500));
        EntityId far = ann.world.spawn(null, new Position(9_500, 500));
        join(NEAR);
        party.run(2_000);
        for (int i = 0; i < 100; i++) {
            ann.world.put(near, new Position(500 + i * 0.1f, 500));
            ann.world.put(far, new Position(9_500 + i * 0.1f, 500));
            party.run(20);
        }

        assertTrue(Objects.requireNonNull(bob.world.drawn(near, Position.class)).x() > 505);
        assertNull(bob.world.drawn(far, Position.class));
    }

    @Test
    void whoIsPartOfTheAuthorityHearsEverything() {
        var refused = assertThrows(
                IllegalStateException.class,
                () -> ann.session.subscriptions().interests().want(NEAR));

        assertTrue(Objects.requireNonNull(refused.getMessage()).contains("right after joining"), refused.getMessage());
    }
}
