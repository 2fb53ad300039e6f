package worldmesh.peer.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import worldmesh.mesh.link.Lane;
import worldmesh.peer.stream.DroneCodec.Drone;
import worldmesh.peer.wire.MessageKind;
import worldmesh.peer.wire.StateUpdate;
import worldmesh.world.entity.EntityId;
import worldmesh.world.sector.SectorId;

/** Motion of a component with a delta codec, between real sessions. */
class StateStreamsTest {
    private Party party;
    private Node ann;
    private Node bob;
    private EntityId drone;
    private final Map<MessageKind, Integer> sent = new EnumMap<>(MessageKind.class);

    @BeforeEach
    void meet() {
        party = Party.ofThree();
        ann = party.nodes.get(0);
        bob = party.nodes.get(1);
        drone = bob.world.spawn(null, new Drone(10));
        party.run(300);
        party.net.wire = message -> {
            MessageKind kind = Objects.requireNonNull(MessageKind.decode(message.message()))
                    .kind();
            sent.merge(kind, 1, Integer::sum);
        };
    }

    private double drawn(Node node) {
        return Objects.requireNonNull(node.world.drawn(drone, Drone.class)).x();
    }

    private void fly(int beats) {
        for (int i = 0; i < beats; i++) {
            bob.world.put(drone, new Drone(11 + i));
            party.run(50);
        }
    }

    @Test
    void motionTravelsAsDifferencesAndIsDrawnSmoothly() {
        party.net.stateLossPercent = 10;
        Set<Double> seen = new HashSet<>();
        for (int i = 0; i < 40; i++) {
            bob.world.put(drone, new Drone(11 + i));
            party.run(50);
            seen.add(drawn(ann));
        }

        assertEquals(0, sent.getOrDefault(MessageKind.POSES, 0));
        assertTrue(sent.getOrDefault(MessageKind.STATE_UPDATE, 0) >= 2 * 39, sent.toString());
        assertTrue(seen.size() > 30, "drawn at " + seen);
        assertTrue(drawn(ann) > 40, "drawn at " + drawn(ann));
    }

    @Test
    void aThingAtRestCostsNothing() {
        fly(5);
        party.run(1_500);
        sent.clear();
        party.run(1_000);

        assertEquals(0, sent.getOrDefault(MessageKind.STATE_UPDATE, 0));
        assertEquals(0, sent.getOrDefault(MessageKind.STATE_ACK, 0));
        assertEquals(15.0, drawn(ann));
        assertTrue(party.converged());
    }

    @Test
    void afterABrokenLinkMotionGoesOnFromAWholeValue() {
        fly(5);
        party.net.cut(ann.mesh, bob.mesh);
        fly(20);
        party.net.heal(ann.mesh, bob.mesh);
        fly(60);
        party.run(300);

        assertEquals(drawn(bob), drawn(ann));
        assertEquals(0, ann.session.stats().statesLost());
    }

    @Test
    void whatSomebodyElseOwnsIsRefused() {
        List<byte[]> bobs = new ArrayList<>();
        party.net.wire = message -> {
            boolean his = message.from().equals(bob.mesh.self()) && message.to().equals(ann.mesh.self());
            if (his && MessageKind.decode(message.message()) instanceof StateUpdate) {
                bobs.add(message.message());
            }
        };
        fly(3);
        party.run(500);
        party.nodes.get(2).mesh.send(ann.mesh.self(), Lane.STATE, 64, bobs.get(0));
        party.run(300);

        assertEquals(1, ann.session.stats().refusedPoses());
        assertEquals(drawn(bob), drawn(ann));
    }

    @Test
    void updatesForAComponentWithoutACodecAreRefused() {
        int component = ann.world.schema().type(TestGame.Position.class).id();
        StateUpdate update = new StateUpdate(component, 1, (int) ann.world.worldMillis(), SectorId.ORIGIN, new byte[9]);
        bob.mesh.send(ann.mesh.self(), Lane.STATE, 64, update.encode());
        party.run(100);

        assertEquals(1, ann.session.stats().refusedPoses());
    }
}
