package worldmesh.peer.view;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import org.jetbrains.lincheck.LincheckAssertionError;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import worldmesh.world.entity.EntityId;

/**
 * The hand-over of frames from the world's thread to others. Lincheck's model checker runs the interleavings of one
 * writer and readers; pages that are not copied before they are written are the planted bug that it must find.
 */
@NullUnmarked // an unexpected null fails the test anyway
class SharedCellsIT {
    /** Scenarios of random operations, the same in every run. */
    private static final int ITERATIONS = 10;

    /** Interleavings of each. */
    private static final int INVOCATIONS = 200;

    static {
        // It warns of every record, whose fields are final and need no probes.
        System.setProperty("lincheck.logLevel", "ERROR");
    }

    /** What is shared. */
    public record Height(int metres) {}

    private static ModelCheckingOptions options() {
        return new ModelCheckingOptions()
                .iterations(ITERATIONS)
                .invocationsPerIteration(INVOCATIONS)
                .threads(2)
                .actorsPerThread(3)
                .actorsBefore(1)
                .actorsAfter(1)
                .minimizeFailedScenario(false);
    }

    @Test
    void readersSeeWholeUpdatesInTheirOrder() {
        options().check(Copied.class);
    }

    @Test
    void withoutCopiesTheModelCheckerFindsHalfAnUpdate() {
        LincheckAssertionError found =
                assertThrows(LincheckAssertionError.class, () -> options().check(InPlace.class));

        assertTrue(String.valueOf(found.getMessage()).contains("Invalid execution results"), found::getMessage);
    }

    /** As it is. */
    public static final class Copied extends Shared {
        /** With copies. */
        public Copied() {
            super(CellPages::new);
        }
    }

    /** The planted bug. */
    public static final class InPlace extends Shared {
        /** Writes into what readers have. */
        public InPlace() {
            super(() -> new CellPages(page -> page));
        }
    }

    /** A writer that raises two heights together, and readers. */
    public abstract static class Shared {
        private static final EntityId LEFT = new EntityId(1, 4);
        private static final EntityId RIGHT = new EntityId(2, 8);

        private final SharedCells cells;

        Shared(Supplier<CellPages> pages) {
            cells = new SharedCells(List.of(Height.class), pages);
            cells.put(LEFT, Height.class, new Height(0));
            cells.put(RIGHT, Height.class, new Height(0));
            cells.publish(0);
        }

        /** The world's thread. */
        @Operation(nonParallelGroup = "writer")
        public void raise() {
            int metres = cells.latest().get(LEFT, Height.class).metres() + 1;
            cells.put(LEFT, Height.class, new Height(metres));
            cells.put(RIGHT, Height.class, new Height(metres));
            cells.publish(metres);
        }

        /** Another thread. */
        @Operation
        public String read() {
            WorldFrame frame = cells.latest();
            return frame.get(LEFT, Height.class) + " " + frame.get(RIGHT, Height.class) + " " + frame.worldMillis();
        }
    }

    @Test
    void eachFrameStaysWhatItWasWhileTheWriterGoesOn() {
        Random random = new Random(7);
        SharedCells cells = new SharedCells(List.of(Height.class));
        Map<EntityId, Height> model = new HashMap<>();
        List<WorldFrame> frames = new ArrayList<>();
        List<Map<EntityId, Height>> models = new ArrayList<>();
        for (int update = 0; update < 200; update++) {
            for (int i = random.nextInt(20); i >= 0; i--) {
                EntityId entity = new EntityId(random.nextInt(3), 4L * random.nextInt(300));
                Height height = random.nextInt(4) == 0 ? null : new Height(random.nextInt(9));
                cells.put(entity, Height.class, height);
                if (height == null) {
                    model.remove(entity);
                } else {
                    model.put(entity, height);
                }
            }
            cells.publish(update);
            frames.add(cells.latest());
            models.add(Map.copyOf(model));
        }

        for (int i = 0; i < frames.size(); i++) {
            Map<EntityId, Height> seen = new HashMap<>();
            frames.get(i).each(Height.class, seen::put);
            assertEquals(models.get(i), seen);
            assertEquals(models.get(i).size(), frames.get(i).count(Height.class));
            assertEquals(i + 1, frames.get(i).number());
        }
        assertNull(frames.get(0).get(new EntityId(9, 9), Height.class));
        assertThrows(IllegalArgumentException.class, () -> frames.get(0).count(Record.class));
    }
}
