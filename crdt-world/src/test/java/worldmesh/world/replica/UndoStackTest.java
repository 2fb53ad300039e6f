package worldmesh.world.replica;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import worldmesh.world.delta.SignedBatch;
import worldmesh.world.entity.EntityId;
import worldmesh.world.sector.SectorId;

/** What undoing does to each kind of cell when two write, and the bounds of the stack. */
@NullUnmarked // an unexpected null fails the test anyway
class UndoStackTest {
    private final TestWorld world = new TestWorld();
    private final Replica ann = world.replica(1);
    private final Replica bob = world.replica(2);
    private final EntityId block = ann.spawn(SectorId.ORIGIN, new TestWorld.Block(1, ""));
    private final UndoStack stack = ann.history().undoStack();

    UndoStackTest() {
        ann.learn(bob.self().certificate());
        bob.learn(ann.self().certificate());
        exchange();
    }

    private void exchange() {
        for (SignedBatch batch : ann.seal(TestWorld.NOON)) {
            bob.merge(batch, TestWorld.NOON);
        }
        for (SignedBatch batch : bob.seal(TestWorld.NOON)) {
            ann.merge(batch, TestWorld.NOON);
        }
    }

    private int colour(Replica at) {
        return at.get(block, TestWorld.Block.class).colour();
    }

    @Test
    void aRegisterAnotherWroteSinceStaysAndTheUndoSaysSo() {
        stack.record(() -> ann.put(block, new TestWorld.Block(2, "")));
        exchange();
        bob.put(block, new TestWorld.Block(9, ""));
        exchange();

        assertEquals(new Undone(0, 1), stack.undo());
        assertEquals(new Undone(0, 1), stack.redo());

        assertEquals(9, colour(ann));
    }

    @Test
    void undoingRestoresWhatAnotherWroteBeforeAndStopsThere() {
        stack.record(() -> ann.put(block, new TestWorld.Block(2, "")));
        exchange();
        bob.put(block, new TestWorld.Block(9, ""));
        exchange();
        stack.record(() -> ann.put(block, new TestWorld.Block(3, "")));

        assertEquals(new Undone(1, 0), stack.undo());
        assertEquals(9, colour(ann));
        assertEquals(new Undone(0, 1), stack.undo());
        exchange();

        assertEquals(9, colour(ann));
        assertEquals(9, colour(bob));
    }

    @Test
    void anOwnWriteThatIsNotOfTheStackStaysToo() {
        stack.record(() -> ann.put(block, new TestWorld.Block(2, "")));
        ann.put(block, new TestWorld.Block(3, ""));

        assertEquals(new Undone(0, 1), stack.undo());

        assertEquals(3, colour(ann));
    }

    @Test
    void aCounterGetsTheOppositeAdditionWhateverOthersAdded() {
        stack.record(() -> {
            ann.add(block, TestWorld.Score.class, 5);
            ann.add(block, TestWorld.Score.class, -2);
        });
        bob.add(block, TestWorld.Score.class, 10);
        exchange();

        stack.undo();
        assertEquals(10, ann.get(block, TestWorld.Score.class).points());
        stack.redo();

        assertEquals(13, ann.get(block, TestWorld.Score.class).points());
    }

    @Test
    void anElementThatAnotherIncludedTooStays() {
        stack.record(() -> ann.addElement(block, TestWorld.Tags.class, "red"));
        bob.addElement(block, TestWorld.Tags.class, "red");
        exchange();

        assertEquals(new Undone(1, 0), stack.undo());
        exchange();

        assertEquals(Set.of("red"), ann.get(block, TestWorld.Tags.class).all());
        bob.removeElement(block, TestWorld.Tags.class, "red");
        assertEquals(Set.of(), bob.get(block, TestWorld.Tags.class).all());
    }

    @Test
    void aTextKeepsWhatOthersTypedInsideWhatIsUndone() {
        ann.insertText(block, TestWorld.Sign.class, 0, "<>");
        exchange();
        stack.record(() -> ann.insertText(block, TestWorld.Sign.class, 1, "abcd"));
        exchange();
        bob.insertText(block, TestWorld.Sign.class, 3, "BOB");
        exchange();

        stack.undo();
        assertEquals("<BOB>", ann.get(block, TestWorld.Sign.class).text());
        stack.redo();
        exchange();

        assertEquals("<abBOBcd>", ann.get(block, TestWorld.Sign.class).text());
        assertEquals("<abBOBcd>", bob.get(block, TestWorld.Sign.class).text());
    }

    @Test
    void anOwnedComponentGivenAwayStaysAndADeadEntityToo() {
        EntityId cart = ann.spawn(SectorId.ORIGIN, new TestWorld.Position(1, 1));
        stack.record(() -> ann.put(cart, new TestWorld.Position(2, 2)));
        stack.record(() -> ann.put(block, new TestWorld.Block(2, "")));
        ann.transfer(cart, bob.self().peer());
        ann.delete(block);

        assertEquals(new Undone(0, 1), stack.undo());
        assertEquals(new Undone(0, 1), stack.undo());
        assertEquals(Undone.NOTHING, stack.undo());
    }

    @Test
    void whatWasNotRecordedIsNotUndoneAndANewStepForgetsWhatCouldBeRedone() {
        ann.put(block, new TestWorld.Block(2, ""));
        assertFalse(stack.canUndo());
        stack.record(() -> ann.put(block, new TestWorld.Block(3, "")));
        stack.undo();
        assertTrue(stack.canRedo());

        stack.record(() -> ann.put(block, new TestWorld.Block(4, "")));

        assertFalse(stack.canRedo());
        stack.undo();
        assertEquals(2, colour(ann));
    }

    @Test
    void keepsTheNewestStepsOnly() {
        for (int i = 0; i < UndoStack.MAX_STEPS + 5; i++) {
            int colour = i;
            stack.record(() -> ann.put(block, new TestWorld.Block(colour, "x")));
        }

        assertEquals(UndoStack.MAX_STEPS, stack.steps());
        while (stack.canUndo()) {
            stack.undo();
        }
        assertEquals(4, colour(ann));
        for (int i = 0; i < 20; i++) {
            int tile = i;
            stack.record(() -> ann.paint(block, TestWorld.Chunk.class, 0, 4096, tile));
        }
        assertEquals(UndoStack.MAX_CHANGES / 4096, stack.steps());
    }

    @Test
    void aStepInsideAStepIsRefusedAndOneThatFailsIsAStep() {
        assertThrows(IllegalStateException.class, () -> stack.record(stack::undo));
        UndoStack other = ann.history().undoStack();
        assertThrows(IllegalStateException.class, () -> stack.record(() -> other.record(() -> {})));
        assertThrows(
                IllegalArgumentException.class,
                () -> stack.record(() -> {
                    ann.put(block, new TestWorld.Block(7, ""));
                    throw new IllegalArgumentException("the game failed");
                }));

        stack.undo();

        assertEquals(1, colour(ann));
    }
}
