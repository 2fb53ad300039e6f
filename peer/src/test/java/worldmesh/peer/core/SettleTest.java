package worldmesh.peer.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import worldmesh.world.command.Receipt;
import worldmesh.world.component.CommandType;
import worldmesh.world.component.Schema;
import worldmesh.world.entity.EntityId;
import worldmesh.world.rule.Decision;
import worldmesh.world.rule.Effect;
import worldmesh.world.rule.RuleBook;
import worldmesh.world.rule.Rules;

/** A stroke at the end of a walk: the authority judges reach by the settled pose. */
class SettleTest {
    /** Ore is struck from within a metre. */
    static final class StrikeGame extends TestGame {
        @CommandType("strike")
        record Strike(EntityId striker, float x) {}

        @Override
        Schema schema() {
            return Schema.of(Position.class, Block.class, Vein.class, Dig.class, Strike.class);
        }

        @Override
        RuleBook rules() {
            return Rules.builder()
                    .on(Strike.class, (strike, view) -> {
                        Position at = view.get(strike.striker(), Position.class);
                        return at == null || Math.abs(at.x() - strike.x()) > 1
                                ? Decision.reject("out of reach")
                                : Decision.accept(new Effect.Set(strike.striker(), new Vein(1)));
                    })
                    .build();
        }
    }

    private final List<String> answers = new ArrayList<>();
    private final CommandListener listener = new CommandListener() {
        @Override
        public void accepted(Receipt receipt) {
            answers.add("accepted");
        }

        @Override
        public void rejected(String reason, @Nullable Receipt receipt) {
            answers.add(reason);
        }
    };

    private Party party = new Party();
    private Node ann = party.node("ann");
    private Node bob = party.node("bob");

    @BeforeEach
    void aHostAndAGuest() {
        party = new Party();
        party.game = new StrikeGame();
        ann = party.node("ann").host();
        bob = party.node("bob").join(ann);
        party.net.latencyMillis = 50;
        party.run(1_000);
    }

    private void walkAndStrike(Node node, boolean settling) {
        EntityId walker = node.world.spawn(null, new TestGame.Position(0, 0));
        party.run(500);
        for (int step = 1; step <= 50; step++) {
            node.world.put(walker, new TestGame.Position(step * 0.1f, 0));
            party.run(Party.STEP_MILLIS);
        }
        if (settling) {
            node.world.settle(walker);
        }
        node.session.submit(new StrikeGame.Strike(walker, 5.5f), listener);
        party.run(400);
    }

    @Test
    void aStrokeRightAfterAWalkIsOutOfReachUnlessTheWalkIsSettled() {
        walkAndStrike(bob, false);

        assertEquals(List.of("out of reach"), answers);
    }

    @Test
    void aStrokeBehindASettledWalkIsAcceptedAtTheNextTurnOfAGuestAndOfTheHost() {
        walkAndStrike(bob, true);
        walkAndStrike(ann, true);

        assertEquals(List.of("accepted", "accepted"), answers);
    }

    @Test
    void settlingStandsForTheSettlingAtRest() {
        EntityId walker = bob.world.spawn(null, new TestGame.Position(0, 0));
        party.run(500);
        long before = bob.world.replica().stats().retainedBatches();
        bob.world.put(walker, new TestGame.Position(1, 0));
        bob.world.settle(walker);
        bob.world.settle(walker);
        party.run(1_000);

        assertEquals(before + 1, bob.world.replica().stats().retainedBatches());
        assertEquals(new TestGame.Position(1, 0), ann.world.confirmed(walker, TestGame.Position.class));
    }

    @Test
    void nobodySettlesTheMotionOfOthers() {
        EntityId walker = bob.world.spawn(null, new TestGame.Position(0, 0));
        party.run(500);
        bob.world.put(walker, new TestGame.Position(1, 0));
        party.run(300);
        ann.world.settle(walker);

        assertEquals(new TestGame.Position(0, 0), ann.world.confirmed(walker, TestGame.Position.class));
    }
}
