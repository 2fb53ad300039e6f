package worldmesh.peer.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import worldmesh.peer.core.TestGame.Block;
import worldmesh.peer.core.WholeNumbersTest.GridGame.Cart;
import worldmesh.peer.core.WholeNumbersTest.GridGame.Push;
import worldmesh.world.command.Receipt;
import worldmesh.world.component.Blended;
import worldmesh.world.component.CommandType;
import worldmesh.world.component.Component;
import worldmesh.world.component.Critical;
import worldmesh.world.component.Schema;
import worldmesh.world.entity.EntityId;
import worldmesh.world.rule.Decision;
import worldmesh.world.rule.Effect;
import worldmesh.world.rule.RuleBook;
import worldmesh.world.rule.RuleView;
import worldmesh.world.rule.Rules;

/** Corrections of places in whole numbers, at 100 ms one way: carts on rails, in millimetres, 1000 to a cell. */
class WholeNumbersTest {
    private static final int CELL = 1_000;

    /** A cart may be pushed to where no other is. */
    static final class GridGame extends TestGame {
        @Component("cart")
        @Critical @Blended(cell = CELL)
        record Cart(int x, int y) {}

        @CommandType("push")
        record Push(EntityId cart, int dx, int dy) {}

        @Override
        Schema schema() {
            return Schema.of(Position.class, Block.class, Cart.class, Push.class);
        }

        @Override
        RuleBook rules() {
            return Rules.builder().on(Push.class, GridGame::push).build();
        }

        private static Decision push(Push push, RuleView view) {
            Cart from = Objects.requireNonNullElse(view.get(push.cart(), Cart.class), new Cart(0, 0));
            Cart to = new Cart(from.x() + push.dx(), from.y() + push.dy());
            boolean[] taken = new boolean[1];
            view.each(Cart.class, (other, cart) -> taken[0] |= !other.equals(push.cart()) && cart.equals(to));
            return taken[0] ? Decision.reject("a cart is there") : Decision.accept(new Effect.Set(push.cart(), to));
        }
    }

    private static final CommandListener DEAF = new CommandListener() {
        @Override
        public void accepted(Receipt receipt) {}

        @Override
        public void rejected(String reason, @Nullable Receipt receipt) {}
    };

    private Party party = new Party();
    private Node ann = party.node("ann");
    private Node bob = party.node("bob");
    private EntityId cart = new EntityId(1, 1);

    @BeforeEach
    void bobHasACartFarFromTheHost() {
        party = new Party();
        party.game = new GridGame();
        ann = party.node("ann").host();
        bob = party.node("bob").join(ann);
        party.net.latencyMillis = 100;
        party.run(1_000);
        cart = bob.world.spawn(null, new Block(1));
        party.run(300);
        bob.session.submit(new Push(cart, 0, CELL), DEAF);
        party.run(1_000);
    }

    private int drawn() {
        return Objects.requireNonNull(bob.world.drawn(cart, Cart.class)).x();
    }

    private int predicted() {
        return Objects.requireNonNull(bob.world.predicted(cart, Cart.class)).x();
    }

    /** Bob pushes the cart to where ann puts another one at the same time. */
    private void pushIntoAnother(int millimetres) {
        EntityId other = ann.world.spawn(null, new Block(2));
        ann.session.submit(new Push(other, millimetres, CELL), DEAF);
        party.run(20);
        bob.session.submit(new Push(cart, millimetres, 0), DEAF);
    }

    @Test
    void aCorrectionOfLessThanACellDecaysAndNeverJumpsACell() {
        pushIntoAnother(900);
        assertEquals(900, drawn());
        Watch watch = new Watch();
        watch.run(60);

        assertTrue(watch.largest < CELL / 10, "jumped by " + watch.largest + " mm");
        assertTrue(watch.wrongTicks > 5 && watch.wrongTicks * Party.STEP_MILLIS < 200, watch.wrongTicks + " ticks");
        assertEquals(0, drawn());
        assertTrue(party.converged());
    }

    @Test
    void cellsThatFallTogetherAreTakenBackOneByOneInThePredictedView() {
        pushIntoAnother(CELL);
        bob.session.submit(new Push(cart, CELL, 0), DEAF);
        bob.session.submit(new Push(cart, CELL, 0), DEAF);
        ann.session.submit(new Push(ann.world.spawn(null, new Block(2)), 2 * CELL, CELL), DEAF);
        int most = predicted();
        int largest = 0;
        for (int tick = 0; tick < 60; tick++) {
            int before = predicted();
            party.run(Party.STEP_MILLIS);
            largest = Math.max(largest, Math.abs(predicted() - before));
        }

        assertEquals(3 * CELL, most);
        assertEquals(CELL, largest);
        assertEquals(
                Objects.requireNonNull(bob.world.confirmed(cart, Cart.class)).x(), predicted());
    }

    @Test
    void aCellThatWasNeverPredictedIsCorrectedLikeOneThatWas() {
        ann.session.submit(new Push(cart, 900, 0), DEAF);
        Watch watch = new Watch();
        watch.run(60);

        assertTrue(watch.largest < CELL / 10, "jumped by " + watch.largest + " mm");
        assertTrue(watch.wrongTicks > 5 && watch.wrongTicks * Party.STEP_MILLIS < 200, watch.wrongTicks + " ticks");
        assertEquals(900, drawn());
    }

    /** How the drawn view of the cart changes from tick to tick, and for how long it differs from the right one. */
    private final class Watch {
        private int largest;
        private int wrongTicks;

        void run(int ticks) {
            int shown = drawn();
            for (int tick = 0; tick < ticks; tick++) {
                party.run(Party.STEP_MILLIS);
                largest = Math.max(largest, Math.abs(drawn() - shown));
                shown = drawn();
                int right = Objects.requireNonNull(bob.world.pending(cart, Cart.class))
                        .x();
                wrongTicks += shown == right ? 0 : 1;
            }
        }
    }
}
