package worldmesh.samples.galaxy.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import worldmesh.peer.core.CommandListener;
import worldmesh.samples.galaxy.model.Fire;
import worldmesh.samples.galaxy.model.Hull;
import worldmesh.samples.galaxy.model.Rebuild;
import worldmesh.samples.galaxy.model.Unit;
import worldmesh.samples.galaxy.model.UnitState;
import worldmesh.world.command.Receipt;
import worldmesh.world.entity.EntityId;

/** Players whose units drive about in the middle and shoot at the nearest enemy they see, as the sample's bots do. */
final class Battle {
    private static final double MIDDLE = 500;
    private static final double FIELD_METRES = 60;
    private static final double METRES_PER_TURN = 14 * 0.02;
    private static final double RANGE_METRES = 50;
    private static final int COMMANDS_MAX = 6;
    private static final long TURN_MILLIS = 20;
    private static final int ORDERS_EVERY_TURNS = 12;
    private static final long BURNS_MILLIS = 3_200;

    private final Galaxy galaxy;
    private final SplittableRandom random;
    private final Map<EntityId, double[]> goals = new TreeMap<>();
    private final List<List<EntityId>> fleets = new ArrayList<>();
    private final int[] shots;
    private final int[] hits;
    private int turns;
    private int away = -1;

    Battle(Galaxy galaxy, int units, long seed) {
        this.galaxy = galaxy;
        this.random = new SplittableRandom(seed);
        this.shots = new int[galaxy.peers.size()];
        this.hits = new int[galaxy.peers.size()];
        for (SimPeer peer : galaxy.peers) {
            List<EntityId> fleet = new ArrayList<>();
            for (int i = 0; i < units; i++) {
                double[] at = place();
                EntityId unit = peer.unit(at[0], at[1]);
                goals.put(unit, place());
                fleet.add(unit);
            }
            fleets.add(fleet);
        }
        galaxy.until(
                "hulls",
                () -> galaxy.peers.stream()
                        .allMatch(peer -> goals.keySet().stream().allMatch(peer::hasHull)));
    }

    private double[] place() {
        return new double[] {
            MIDDLE + (random.nextDouble() - 0.5) * FIELD_METRES, MIDDLE + (random.nextDouble() - 0.5) * FIELD_METRES
        };
    }

    /** Shots that a peer asked for. */
    int shots(SimPeer peer) {
        return shots[peer.index];
    }

    /** Those of them that hit. */
    int hits(SimPeer peer) {
        return hits[peer.index];
    }

    /** The player looks elsewhere: its units stand where they are. */
    void leave(SimPeer peer) {
        away = peer.index;
    }

    /** Plays for so long. */
    void run(long millis) {
        for (long played = 0; played < millis; played += TURN_MILLIS) {
            turns++;
            for (SimPeer peer : galaxy.peers) {
                if (peer.index == away) {
                    continue;
                }
                fleets.get(peer.index).forEach(unit -> drive(peer, unit));
                if (turns % ORDERS_EVERY_TURNS == peer.index) {
                    fleets.get(peer.index).forEach(unit -> order(peer, unit));
                }
            }
            galaxy.run(TURN_MILLIS);
        }
    }

    private void drive(SimPeer peer, EntityId unit) {
        Unit here = peer.world.editable(unit, Unit.class);
        if (here == null) {
            return;
        }
        double[] goal = goals.get(unit);
        double left = here.distanceTo(goal[0], goal[1]);
        if (left < 1) {
            goals.put(unit, place());
            return;
        }
        double share = Math.min(1, METRES_PER_TURN / left);
        double x = here.x() + (goal[0] - here.x()) * share;
        double y = here.y() + (goal[1] - here.y()) * share;
        peer.world.put(unit, here.moved(cents(x), cents(y), UnitState.MOVING));
    }

    private static double cents(double metres) {
        return Math.round(metres * 100) * 0.01;
    }

    private void order(SimPeer peer, EntityId unit) {
        Hull hull = peer.world.pending(unit, Hull.class);
        Unit here = peer.world.drawn(unit, Unit.class);
        if (hull == null || here == null || peer.session.unansweredCommands() >= COMMANDS_MAX) {
            return;
        }
        if (hull.wrecked()) {
            if (peer.world.worldMillis() - hull.foughtAt() > BURNS_MILLIS) {
                peer.submit(new Rebuild(unit));
            }
            return;
        }
        EntityId enemy = nearest(peer, here);
        if (enemy != null && peer.world.worldMillis() >= hull.readyAt()) {
            peer.world.settle(unit);
            shots[peer.index]++;
            peer.session.submit(new Fire(unit, enemy), new CommandListener() {
                @Override
                public void accepted(Receipt receipt) {
                    hits[peer.index]++;
                }

                @Override
                public void rejected(String reason, @Nullable Receipt receipt) {
                    // it went away meanwhile, or somebody was faster
                }
            });
        }
    }

    private @Nullable EntityId nearest(SimPeer peer, Unit here) {
        EntityId best = null;
        double distance = RANGE_METRES;
        for (int other = 0; other < fleets.size(); other++) {
            for (EntityId enemy : other == peer.index ? List.<EntityId>of() : fleets.get(other)) {
                Unit there = peer.world.drawn(enemy, Unit.class);
                Hull hull = peer.world.confirmed(enemy, Hull.class);
                boolean whole = there != null && hull != null && !hull.wrecked();
                if (whole && there.distanceTo(here.x(), here.y()) < distance) {
                    distance = there.distanceTo(here.x(), here.y());
                    best = enemy;
                }
            }
        }
        return best;
    }
}
