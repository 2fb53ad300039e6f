package worldmesh.peer.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import worldmesh.world.component.Schema;
import worldmesh.world.entity.EntityId;
import worldmesh.world.motion.NetworkTransform;
import worldmesh.world.sector.SectorId;
import worldmesh.world.space.Quat;
import worldmesh.world.space.Vec3;

/** A thing that flies and turns, from its owner to the eyes of another player. */
class TransformTest {
    private static final SectorId FAR = new SectorId(1L << 62, -(1L << 62), 0);
    private static final Vec3 AXIS = new Vec3(1, 2, 2);

    private final Party party = new Party();
    private Node ann;
    private Node bob;
    private EntityId ship;

    @BeforeEach
    void bobHasAShipAtTheFarEndOfTheWorld() {
        party.game = new TestGame() {
            @Override
            Schema schema() {
                return Schema.of(NetworkTransform.class);
            }
        };
        ann = party.node("ann").host();
        bob = party.node("bob").join(ann);
        party.run(1_000);
        ship = bob.world.spawn(null, new NetworkTransform(new Vec3(995, 5, 0), Quat.IDENTITY, 0, FAR));
        party.run(200);
    }

    private NetworkTransform drawn(Node node) {
        return Objects.requireNonNull(node.world.drawn(ship, NetworkTransform.class));
    }

    /** Flies 5 m/s and turns 1 rad/s; answers the largest error that ann drew, against where the ship truly was. */
    private double[] fly(long millis) {
        NetworkTransform start = drawn(bob);
        NetworkTransform exact = start;
        double metres = 0;
        double degrees = 0;
        for (long at = Party.STEP_MILLIS; at <= millis; at += Party.STEP_MILLIS) {
            exact = exact.moved(new Vec3(0.03, 0, 0.04), Quat.about(AXIS, at / 1000.0), at);
            bob.world.put(ship, exact);
            party.run(Party.STEP_MILLIS);
            double seconds = drawn(ann).timestamp() / 1000.0;
            if (at > 400) {
                NetworkTransform truth =
                        start.moved(new Vec3(3 * seconds, 0, 4 * seconds), Quat.about(AXIS, seconds), 0);
                metres = Math.max(metres, truth.wayTo(drawn(ann)).length());
                degrees = Math.max(
                        degrees, Math.toDegrees(truth.rot().angleTo(drawn(ann).rot())));
            }
        }
        return new double[] {metres, degrees};
    }

    @Test
    void isDrawnWhereItWasAcrossTheBorderOfAFarSector() {
        double[] errors = fly(3_000);

        // Two poses of at most 0.44 cm and 0.069 degrees are blended at a time that is exact to half a millisecond.
        assertTrue(errors[0] <= 0.005 + 0.0025, "off by " + errors[0] + " m");
        assertTrue(errors[1] <= 0.1 + 0.03, "off by " + errors[1] + " degrees");
        assertEquals(FAR.neighbour(1, 0), drawn(ann).sector());
    }

    @Test
    void settlesWhereItRestsAndItsEntityIsThere() {
        fly(3_000);
        party.run(1_000);

        assertEquals(FAR.neighbour(1, 0), ann.world.sectorOf(ship));
        assertEquals(drawn(bob), ann.world.confirmed(ship, NetworkTransform.class));
        assertEquals(drawn(bob), drawn(ann));
        assertTrue(party.converged());
    }
}
