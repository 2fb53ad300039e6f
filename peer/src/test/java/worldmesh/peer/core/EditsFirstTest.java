package worldmesh.peer.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import worldmesh.peer.core.TestGame.Block;
import worldmesh.peer.core.TestGame.Dig;
import worldmesh.peer.event.CommandAcceptedEvent;
import worldmesh.peer.event.CommandRejectedEvent;
import worldmesh.peer.event.Event;
import worldmesh.world.command.Receipt;
import worldmesh.world.entity.EntityId;
import worldmesh.world.rule.Decision;
import worldmesh.world.rule.RuleBook;
import worldmesh.world.rule.Rules;

/** A command is judged in a world that has the edits its player made before it. */
class EditsFirstTest {
    private static final CommandListener DEAF = new CommandListener() {
        @Override
        public void accepted(Receipt receipt) {}

        @Override
        public void rejected(String reason, @org.jspecify.annotations.Nullable Receipt receipt) {}
    };

    /** Only what a player made itself and the authority has seen is let in. */
    private static final class OwnersGame extends TestGame {
        @Override
        RuleBook rules() {
            return Rules.builder()
                    .on(
                            Dig.class,
                            (dig, view) -> Objects.equals(view.player(), view.owner(dig.vein()))
                                    ? Decision.accept(List.of())
                                    : Decision.reject("that belongs to somebody else"))
                    .build();
        }
    }

    private final Party party = new Party();
    private final Node host;
    private final Node newcomer;

    EditsFirstTest() {
        party.game = new OwnersGame();
        host = party.node("ann").host();
        newcomer = party.node("bob").join(host);
    }

    private List<Class<?>> outcomes() {
        return newcomer.heard(Event.class).stream()
                .<Class<?>>map(Object::getClass)
                .filter(type -> type == CommandAcceptedEvent.class || type == CommandRejectedEvent.class)
                .toList();
    }

    private EntityId enter(int blocks) {
        EntityId last = newcomer.world.spawn(null, new Block(1));
        for (int i = 1; i < blocks; i++) {
            last = newcomer.world.spawn(null, new Block(i * 0x9E3779B1));
        }
        newcomer.session.submit(new Dig(last, 1), DEAF);
        return last;
    }

    @Test
    void aCommandArrivesAfterTheBatchThatMadeWhatItNames() {
        party.run(1_000);
        party.net.gapMillis = 2 * Party.STEP_MILLIS;

        enter(1);
        party.run(1_000);

        assertEquals(List.of(CommandAcceptedEvent.class), outcomes());
    }

    @Test
    void aCommandWaitsForEditsThatGoTheSlowLane() {
        party.run(1_000);
        party.net.bulkMillis = 400;

        enter(8_000);
        party.run(300);
        List<Class<?>> early = outcomes();
        party.run(2_000);

        assertEquals(List.of(), early);
        assertEquals(List.of(CommandAcceptedEvent.class), outcomes());
    }

    @Test
    void aCommandDoesNotWaitForEverForASlowLane() {
        party.run(1_000);
        party.net.bulkMillis = 60_000;

        enter(8_000);
        party.run(3_200);

        assertEquals(List.of(CommandRejectedEvent.class), outcomes());
    }

    @Test
    void aCommandOfTheFirstMomentIsJudgedAfterTheEditsOfTheFirstMoment() {
        party.net.gapMillis = 2 * Party.STEP_MILLIS;
        while (!newcomer.world.isKnown() || !newcomer.world.time().settled()) {
            party.run(Party.STEP_MILLIS);
        }

        EntityId mine = enter(1);
        party.run(2_000);

        assertTrue(host.world.exists(mine));
        assertEquals(List.of(CommandAcceptedEvent.class), outcomes());
    }
}
