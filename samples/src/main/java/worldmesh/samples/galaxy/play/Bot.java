package worldmesh.samples.galaxy.play;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import worldmesh.peer.Entity;
import worldmesh.peer.Session;
import worldmesh.peer.View;
import worldmesh.peer.World;
import worldmesh.runtime.identity.PeerId;
import worldmesh.samples.galaxy.model.BasePart;
import worldmesh.samples.galaxy.model.Build;
import worldmesh.samples.galaxy.model.Capture;
import worldmesh.samples.galaxy.model.Commons;
import worldmesh.samples.galaxy.model.Deposit;
import worldmesh.samples.galaxy.model.Fire;
import worldmesh.samples.galaxy.model.Hull;
import worldmesh.samples.galaxy.model.PowerUp;
import worldmesh.samples.galaxy.model.Shots;
import worldmesh.samples.galaxy.model.Take;
import worldmesh.samples.galaxy.model.Terrain;
import worldmesh.samples.galaxy.model.Unit;
import worldmesh.samples.galaxy.model.UnitState;
import worldmesh.world.entity.EntityId;
import worldmesh.world.space.Grid;

/** Plays one side: captures what is near, shoots at who comes near, repairs, and leaves craters. */
final class Bot {
    /** A little less than the rules allow: the others move on. */
    private static final double RANGE_METRES = 50;

    private static final double REACH_METRES = 9;
    private static final int COMMANDS_MAX = 6;
    private static final double ORDERS_SECONDS = 0.25;
    private static final double SPREAD_METRES = 8;

    /** One unit of so many goes for the bases of others. */
    private static final int RAIDERS = 3;

    private final World world;
    private final Session session;
    private final Fleet fleet;
    private final RandomGenerator random;
    private final int seat;
    private final int seats;
    private final Map<Integer, Integer> craters = new TreeMap<>();
    private double untilOrders;
    private boolean built;
    private long shots;

    Bot(World world, Session session, RandomGenerator random, int seat, int seats) {
        this.world = world;
        this.session = session;
        this.random = random;
        this.seat = seat;
        this.seats = seats;
        this.fleet = new Fleet(world, session, random, seat);
    }

    /** What lies where an enemy can be shot at or something be taken. */
    private record Thing(EntityId id, double x, double y) {
        double from(Unit unit) {
            return unit.distanceTo(x, y);
        }
    }

    Fleet fleet() {
        return fleet;
    }

    /** Shots asked for. */
    long shots() {
        return shots;
    }

    /** Tiles that this player alone paints, and what it painted last. */
    Map<Integer, Integer> craters() {
        return craters;
    }

    /** One turn of the game. */
    void turn(double seconds) {
        fleet.move(seconds);
        untilOrders -= seconds;
        if (untilOrders <= 0) {
            untilOrders = ORDERS_SECONDS;
            fleet.tend();
            fleet.raise();
            if (!built) {
                built = true;
                session.submit(new Build(fleet.homeX(), fleet.homeY()));
            }
            order();
        }
    }

    /** What there is to do for a unit. */
    private record Choice(
            @Nullable Thing enemy,
            @Nullable Thing powerUp,
            @Nullable Thing deposit) {}

    private void order() {
        List<Thing> enemies = enemies();
        List<Thing> deposits = deposits();
        List<Thing> powerUps = things(PowerUp.class, PowerUp::x, PowerUp::y);
        List<Thing> parts = parts();
        for (Entity entity : fleet.units()) {
            Unit unit = entity.get(Unit.class);
            Hull hull = entity.get(Hull.class, View.PENDING);
            if (unit != null && hull != null && !hull.wrecked()) {
                Thing powerUp = hull.health() < Hull.FULL ? nearest(powerUps, unit) : null;
                Choice choice = new Choice(nearest(enemies, unit), powerUp, nearest(deposits, unit));
                act(entity, unit, hull, choice);
                Thing part = entity.id().hashCode() % RAIDERS == 0 ? nearest(parts, unit) : null;
                Thing prize = part == null ? choice.deposit : part;
                goOn(entity, unit, powerUp == null ? prize : powerUp);
            }
        }
    }

    private void act(Entity entity, Unit unit, Hull hull, Choice choice) {
        boolean free = session.unansweredCommands() < COMMANDS_MAX;
        Thing powerUp = choice.powerUp;
        Thing deposit = choice.deposit;
        Thing enemy = choice.enemy;
        if (free && powerUp != null && powerUp.from(unit) < REACH_METRES) {
            entity.settle();
            session.submit(new Take(entity.id(), powerUp.id));
        } else if (free && deposit != null && deposit.from(unit) < REACH_METRES) {
            entity.settle();
            session.submit(new Capture(entity.id(), deposit.id));
        } else if (enemy != null && enemy.from(unit) < RANGE_METRES) {
            fight(entity, unit, hull, enemy, free);
        }
    }

    private void fight(Entity entity, Unit unit, Hull hull, Thing enemy, boolean free) {
        if (!unit.target().equals(enemy.id)) {
            entity.update(Unit.class, shown -> shown.showing(shown.health(), enemy.id));
        }
        if (free && world.worldMillis() >= hull.readyAt()) {
            entity.update(Unit.class, shown -> shown.moved(shown.x(), shown.y(), UnitState.FIGHTING));
            entity.settle();
            session.submit(new Fire(entity.id(), enemy.id));
            shots++;
            world.query(Commons.class).entities().forEach(commons -> commons.add(Shots.class, 1));
            crater();
        }
    }

    /** Each player has tiles of its own, so that a checker can tell that none of its edits was lost. */
    private void crater() {
        int tile = random.nextInt(Grid.MAX_TILES / seats) * seats + seat;
        int value = 1 + random.nextInt(9);
        for (Entity ground : world.query(Commons.class).entities()) {
            ground.paint(Terrain.class, tile, 1, value);
            craters.put(tile, value);
        }
    }

    private void goOn(Entity entity, Unit unit, @Nullable Thing to) {
        if (to != null && to.from(unit) > REACH_METRES) {
            double x = to.x + (random.nextDouble() - 0.5) * SPREAD_METRES;
            double y = to.y + (random.nextDouble() - 0.5) * SPREAD_METRES;
            fleet.send(entity.id(), x, y);
        }
    }

    private List<Thing> enemies() {
        List<Thing> found = new ArrayList<>();
        world.query(Unit.class).each((entity, unit) -> {
            Hull hull = entity.get(Hull.class, View.CONFIRMED);
            if (!entity.mine() && hull != null && !hull.wrecked()) {
                found.add(new Thing(entity.id(), unit.x(), unit.y()));
            }
        });
        found.addAll(parts());
        return found;
    }

    private List<Thing> parts() {
        List<Thing> found = new ArrayList<>();
        world.query(BasePart.class).each((entity, part) -> {
            if (!entity.mine()) {
                found.add(new Thing(entity.id(), part.x(), part.y()));
            }
        });
        return found;
    }

    private List<Thing> deposits() {
        PeerId self = world.self();
        List<Thing> found = new ArrayList<>();
        world.query(Deposit.class).each((entity, deposit) -> {
            if (!deposit.holder().equals(self)) {
                found.add(new Thing(entity.id(), deposit.x(), deposit.y()));
            }
        });
        return found;
    }

    private <T extends Record> List<Thing> things(Class<T> type, ToDoubleFunction<T> x, ToDoubleFunction<T> y) {
        List<Thing> found = new ArrayList<>();
        world.query(type)
                .each((entity, value) ->
                        found.add(new Thing(entity.id(), x.applyAsDouble(value), y.applyAsDouble(value))));
        return found;
    }

    private static @Nullable Thing nearest(List<Thing> things, Unit unit) {
        Thing best = null;
        for (Thing thing : things) {
            best = best == null || thing.from(unit) < best.from(unit) ? thing : best;
        }
        return best;
    }
}
