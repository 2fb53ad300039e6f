package worldmesh.samples.galaxy.play;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import worldmesh.peer.Entity;
import worldmesh.peer.Session;
import worldmesh.peer.View;
import worldmesh.peer.World;
import worldmesh.samples.galaxy.model.Enlist;
import worldmesh.samples.galaxy.model.Hull;
import worldmesh.samples.galaxy.model.Rebuild;
import worldmesh.samples.galaxy.model.Unit;
import worldmesh.samples.galaxy.model.UnitState;
import worldmesh.samples.galaxy.rule.Field;
import worldmesh.world.entity.EntityId;

/** The units of one player: raised, sent somewhere, moved with the time, rebuilt when they are wrecks. */
final class Fleet {
    /** Metres a second. */
    static final double SPEED = 14;

    /** Units of one player at a time. */
    static final int UNITS = 16;

    private static final double START_METRES = 130;
    private static final double STAND_METRES = 0.5;

    /** The rules let a wreck burn for three seconds; clocks differ a little. */
    private static final long BURNS_MILLIS = 3_200;

    private final World world;
    private final Session session;
    private final RandomGenerator random;
    private final double homeX;
    private final double homeY;
    private final Map<EntityId, Goal> goals = new TreeMap<>();

    private record Goal(double x, double y) {}

    Fleet(World world, Session session, RandomGenerator random, int seat) {
        this.world = world;
        this.session = session;
        this.random = random;
        this.homeX = Field.MIDDLE_METRES + START_METRES * Math.cos(2.4 * seat);
        this.homeY = Field.MIDDLE_METRES + START_METRES * Math.sin(2.4 * seat);
    }

    double homeX() {
        return homeX;
    }

    double homeY() {
        return homeY;
    }

    /** Raises units until there are enough. */
    void raise() {
        while (goals.size() < UNITS) {
            double x = homeX + random.nextDouble() * 20 - 10;
            double y = homeY + random.nextDouble() * 20 - 10;
            Entity unit = world.spawn(Unit.at(x, y));
            session.submit(new Enlist(unit.id()));
            goals.put(unit.id(), new Goal(x, y));
        }
    }

    /** The units that live. */
    List<Entity> units() {
        List<Entity> living = new ArrayList<>();
        for (EntityId id : goals.keySet()) {
            living.add(world.entity(id));
        }
        return living;
    }

    /** Has wrecks rebuilt and shows of all what the authority says of their hulls. */
    void tend() {
        for (Entity unit : units()) {
            Hull hull = unit.get(Hull.class, View.CONFIRMED);
            if (hull == null) {
                continue;
            }
            unit.update(Unit.class, shown -> shown.showing(hull.health(), shown.target()));
            boolean burnt = hull.wrecked() && world.worldMillis() - hull.foughtAt() > BURNS_MILLIS;
            if (burnt && session.unansweredCommands() == 0) {
                session.submit(new Rebuild(unit.id()));
            }
        }
    }

    void send(EntityId unit, double x, double y) {
        goals.put(unit, new Goal(x, y));
    }

    /** Lets all stand where they are. */
    void halt() {
        goals.replaceAll((id, goal) -> {
            Entity unit = world.entity(id);
            unit.update(Unit.class, shown -> shown.moved(shown.x(), shown.y(), UnitState.IDLE));
            Unit here = unit.get(Unit.class);
            return here == null ? goal : new Goal(here.x(), here.y());
        });
    }

    /** Moves all that are not where they are sent. */
    void move(double seconds) {
        goals.forEach((id, goal) -> world.entity(id).update(Unit.class, unit -> {
            if (unit.health() == 0) {
                return unit.moved(unit.x(), unit.y(), UnitState.WRECKED);
            }
            double left = unit.distanceTo(goal.x, goal.y);
            if (left < STAND_METRES) {
                return unit;
            }
            double share = Math.min(1, SPEED * seconds / left);
            double x = unit.x() + (goal.x - unit.x()) * share;
            double y = unit.y() + (goal.y - unit.y()) * share;
            return unit.moved(x, y, UnitState.MOVING);
        }));
    }
}
