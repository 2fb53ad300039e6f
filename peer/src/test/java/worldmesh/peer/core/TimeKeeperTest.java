package worldmesh.peer.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class TimeKeeperTest {
    private final Party party = new Party();

    /** What the founder says takes a tenth of a second longer than the link is known to take. */
    private Node joinsMisled(Node ann, String name) {
        Node node = party.node(name).join(ann);
        for (int step = 0; step < 50; step++) {
            party.net.nowMillis += Party.STEP_MILLIS;
            party.net.latencyMillis = 100;
            ann.update();
            party.net.latencyMillis = 5;
            party.nodes.stream().filter(other -> other.alive && other != ann).forEach(Node::update);
        }
        return node;
    }

    @Test
    void membersHaveTheHoldersTimeWhateverTheWelcomeSaid() {
        Node ann = party.node("ann").host();
        Node bob = joinsMisled(ann, "bob");
        Node eve = joinsMisled(ann, "eve");
        assertTrue(ann.world.worldMillis() - bob.world.worldMillis() > 40);

        party.run(10_000);

        assertMeet(ann, bob);
        assertMeet(ann, eve);
    }

    @Test
    void whileTheHolderIsAwayTheyHaveOneOfTheirs() {
        Node ann = party.node("ann").host();
        Node bob = joinsMisled(ann, "bob");
        ann.kill();
        party.run(20_000);
        Node eve = party.node("eve");
        eve.skewMillis = 200;
        eve.join(bob);
        party.run(20_000);

        assertMeet(bob, eve);
        long before = bob.world.worldMillis();
        party.run(1_000);
        assertEquals(1_000.0, (double) (bob.world.worldMillis() - before), 2.0);
    }

    private static void assertMeet(Node one, Node other) {
        assertEquals(0.0, (double) (one.world.worldMillis() - other.world.worldMillis()), 2.0);
    }
}
