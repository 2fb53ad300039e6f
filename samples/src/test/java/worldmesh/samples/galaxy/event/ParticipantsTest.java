package worldmesh.samples.galaxy.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import worldmesh.world.entity.EntityId;

class ParticipantsTest {
    @Test
    void asManyAsThereMayBeFitOneTextAndComeBackInOrder() {
        Random random = new Random(4);
        List<EntityId> ids = new ArrayList<>();
        for (int i = 0; i < Participants.MAX; i++) {
            ids.add(new EntityId(random.nextLong(), random.nextLong()));
        }
        String text = new Participants(ids).text();

        assertTrue(text.length() <= 4_096, text.length() + " characters");
        assertEquals(ids, Participants.parse(text).ids());
        ids.add(new EntityId(1, 1));
        assertThrows(IllegalArgumentException.class, () -> new Participants(ids));
    }

    @Test
    void whoIsNamedAgainCountsOnce() {
        EntityId one = new EntityId(1, 4);
        EntityId two = new EntityId(1, 8);

        assertEquals(
                List.of(one, two),
                Participants.of(one, two).with(List.of(two, one)).ids());
    }

    @Test
    void textThatIsNoneNamesNobody() {
        Random random = new Random(5);
        for (int i = 0; i < 2_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(30); length > 0; length--) {
                text.append((char) (random.nextInt(4) == 0 ? random.nextInt(300) : 'A' + random.nextInt(26)));
            }
            assertTrue(Participants.parse(text.toString()).ids().size() <= Participants.MAX);
        }
        assertEquals(List.of(), Participants.parse("!").ids());
    }
}
