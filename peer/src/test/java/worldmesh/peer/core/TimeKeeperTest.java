package worldmesh.peer.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import worldmesh.world.trust.Membership;

class TimeKeeperTest {
    private final Party party = new Party();

    private Node founderWithoutAuthority() {
        Node ann = party.node("ann");
        return ann.host(new HostRequest("party", Membership.OPEN, null, ann.port));
    }

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
    void membersOfAWorldWithoutAuthorityHaveTheFoundersTime() {
        Node ann = founderWithoutAuthority();
        Node bob = joinsMisled(ann, "bob");
        Node eve = joinsMisled(ann, "eve");
        assertTrue(ann.world.worldMillis() - bob.world.worldMillis() > 40);

        party.run(10_000);

        assertEquals(ann.world.worldMillis(), bob.world.worldMillis(), 2);
        assertEquals(ann.world.worldMillis(), eve.world.worldMillis(), 2);
    }

    @Test
    void withoutTheFounderTheyHaveOneOfTheirs() {
        Node ann = founderWithoutAuthority();
        Node bob = joinsMisled(ann, "bob");
        ann.kill();
        party.run(20_000);
        Node eve = party.node("eve");
        eve.skewMillis = 200;
        eve.join(bob);
        party.run(20_000);

        assertEquals(bob.world.worldMillis(), eve.world.worldMillis(), 2);
        long elapsed = bob.world.worldMillis();
        party.run(1_000);
        assertEquals(elapsed + 1_000, bob.world.worldMillis(), 2);
    }
}
