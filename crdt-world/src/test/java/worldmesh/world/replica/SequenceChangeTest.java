package worldmesh.world.replica;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import worldmesh.world.delta.SignedBatch;
import worldmesh.world.entity.EntityId;
import worldmesh.world.sector.SectorId;

/** What is told of texts and lists: runs by position, and the values when they are asked for. */
@NullUnmarked // an unexpected null fails the test anyway
class SequenceChangeTest {
    private final TestWorld world = new TestWorld();
    private final Replica ann = world.replica(1);
    private final Replica bob = world.replica(2);
    private EntityId page;

    @BeforeEach
    void bothHaveAPage() {
        ann.learn(bob.self().certificate());
        bob.learn(ann.self().certificate());
        ann.advance(TestWorld.NOON);
        page = ann.spawn(SectorId.ORIGIN);
        ann.insertText(page, TestWorld.Sign.class, 0, "one two three");
        ann.insertValues(page, TestWorld.Quests.class, 0, List.of("wood", "gold"));
        meet();
        ann.localChanges();
    }

    private List<Change> meet() {
        List<Change> told = new ArrayList<>();
        for (SignedBatch batch : ann.seal(TestWorld.NOON)) {
            told.addAll(((MergeResult.Applied) bob.merge(batch, TestWorld.NOON)).changes());
        }
        return told;
    }

    private static List<TextEdit> edits(List<Change> changes) {
        return changes.stream().flatMap(change -> change.textEdits().stream()).toList();
    }

    @Test
    void bothSidesAreToldTheRunsThatWereTypedAndDeleted() {
        ann.deleteText(page, TestWorld.Sign.class, 4, 3);
        ann.insertText(page, TestWorld.Sign.class, 4, "2");
        ann.insertText(page, TestWorld.Sign.class, 5, "!?");
        ann.deleteText(page, TestWorld.Sign.class, 6, 1);
        ann.insertText(page, TestWorld.Sign.class, 0, "> ");
        List<TextEdit> wanted = List.of(new TextEdit(0, 0, "> "), new TextEdit(6, 3, "2!"));

        assertEquals(wanted, edits(ann.localChanges()));
        assertEquals(wanted, edits(meet()));
        assertEquals("> one 2! three", bob.get(page, TestWorld.Sign.class).text());
    }

    @Test
    void whatWasAndIsIsMadeWhenItIsAskedForAndNotAfterTheNextChange() {
        ann.insertText(page, TestWorld.Sign.class, 3, ",");
        Change change = ann.localChanges().get(0);
        assertEquals(new TestWorld.Sign("one two three"), change.before());
        assertEquals(new TestWorld.Sign("one, two three"), change.after());

        ann.insertText(page, TestWorld.Sign.class, 0, "x");
        Change late = ann.localChanges().get(0);
        ann.insertText(page, TestWorld.Sign.class, 0, "y");

        assertEquals(new TestWorld.Sign("one two three"), change.before(), "it was made in time");
        assertThrows(IllegalStateException.class, late::after);
        assertEquals(List.of(new TextEdit(0, 0, "x")), late.textEdits());
    }

    @Test
    void whatComesToNothingIsNoChange() {
        ann.insertText(page, TestWorld.Sign.class, 3, "abc");
        ann.deleteText(page, TestWorld.Sign.class, 3, 3);
        assertTrue(ann.localChanges().isEmpty());

        ann.deleteText(page, TestWorld.Sign.class, 12, 1);
        ann.insertText(page, TestWorld.Sign.class, 11, "e");
        assertTrue(ann.localChanges().isEmpty(), "an e for an e");
    }

    @Test
    void aDigestAskedForBetweenTwoEditsOfOneBatchKnowsBoth() {
        ann.insertText(page, TestWorld.Sign.class, 0, "a");
        ann.digest(SectorId.ORIGIN);
        ann.insertText(page, TestWorld.Sign.class, 1, "b");
        meet();

        assertEquals(bob.digest(SectorId.ORIGIN), ann.digest(SectorId.ORIGIN));
    }

    @Test
    void listsAreToldByTheirValues() {
        ann.deleteValues(page, TestWorld.Quests.class, 0, 1);
        ann.insertValues(page, TestWorld.Quests.class, 1, List.of("iron", "salt"));

        List<Change> told = meet();

        assertEquals(
                List.of("gold", "iron", "salt"),
                bob.get(page, TestWorld.Quests.class).names());
        assertEquals(
                List.of(new ListEdit(0, 1, List.of()), new ListEdit(1, 0, List.of("iron", "salt"))),
                told.get(0).listEdits());
        assertEquals(new TestWorld.Quests(List.of("wood", "gold")), told.get(0).before());
    }

    @Test
    void editsThatNobodyAskedForInTimeAreToldWhole() {
        ann.insertText(page, TestWorld.Sign.class, 0, "a");
        ann.seal(TestWorld.NOON);
        bob.advance(TestWorld.NOON + 5);
        bob.insertText(page, TestWorld.Sign.class, 0, "b");
        bob.seal(TestWorld.NOON + 5).forEach(batch -> ann.merge(batch, TestWorld.NOON + 5));

        Change kept = ann.localChanges().get(0);

        assertEquals(new TestWorld.Sign("one two three"), kept.before());
        assertEquals(new TestWorld.Sign("aone two three"), kept.after());
    }

    @Test
    void runsMadeOfAnyEditsLeadFromWhatWasToWhatIs() {
        for (long seed = 1; seed <= 60; seed++) {
            Random random = new Random(seed);
            for (int i = 1 + random.nextInt(30); i > 0; i--) {
                int length = ann.get(page, TestWorld.Sign.class).text().length();
                int at = random.nextInt(length + 1);
                if (random.nextInt(2) == 0) {
                    ann.deleteText(page, TestWorld.Sign.class, at, Math.min(length - at, random.nextInt(5)));
                } else {
                    ann.insertText(page, TestWorld.Sign.class, at, "abcab".substring(random.nextInt(5)));
                }
            }
            String before = bob.get(page, TestWorld.Sign.class).text();
            StringBuilder model = new StringBuilder(before);
            for (Change change : meet()) {
                assertEquals(before, ((TestWorld.Sign) change.before()).text());
                for (TextEdit edit : change.textEdits()) {
                    model.replace(edit.position(), edit.position() + edit.deleted(), edit.inserted());
                }
            }

            assertEquals(bob.get(page, TestWorld.Sign.class).text(), model.toString(), "seed " + seed);
        }
    }
}
