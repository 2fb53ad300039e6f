package worldmesh.peer.core;

import java.util.Objects;
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

/** Players walk by commands, through walls as little as through each other, and roll dice. */
final class StepGame extends TestGame {
    /** Where the hall ends on either side. */
    static final int WALL = 10;

    @Component("spot")
    @Critical record Spot(float x, float y) {}

    @Component("dice")
    @Critical record Dice(long eyes) {}

    @CommandType("step")
    record Step(EntityId who, float dx, float dy) {}

    @CommandType("roll")
    record Roll(EntityId who) {}

    @Override
    Schema schema() {
        return Schema.of(Block.class, Position.class, Spot.class, Dice.class, Step.class, Roll.class);
    }

    @Override
    RuleBook rules() {
        return Rules.builder()
                .on(Step.class, StepGame::step)
                .on(
                        Roll.class,
                        (roll, view) -> Decision.accept(
                                new Effect.Set(roll.who(), new Dice(Math.floorMod(view.seed(), 1000L)))))
                .build();
    }

    static Spot spot(RuleView view, EntityId who) {
        return Objects.requireNonNullElse(view.get(who, Spot.class), new Spot(0, 0));
    }

    private static Decision step(Step step, RuleView view) {
        Spot from = spot(view, step.who());
        Spot to = new Spot(from.x() + step.dx(), from.y() + step.dy());
        if (Math.abs(to.x()) > WALL || Math.abs(to.y()) > WALL) {
            return Decision.reject("a wall is there");
        }
        boolean[] taken = new boolean[1];
        view.each(Spot.class, (other, spot) -> taken[0] |= !other.equals(step.who()) && spot.equals(to));
        return taken[0] ? Decision.reject("somebody stands there") : Decision.accept(new Effect.Set(step.who(), to));
    }
}
