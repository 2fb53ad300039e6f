package worldmesh.peer.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import worldmesh.mesh.link.Lane;
import worldmesh.peer.core.TestGame.Block;
import worldmesh.peer.wire.Message;
import worldmesh.peer.wire.MessageKind;
import worldmesh.world.entity.EntityId;

/** What a player costs who comes back with the world in its store, beside one who comes without. */
class WarmRejoinTest {
    private static final int BLOCKS = 2_000;
    private static final int CHANGED = 20;
    private static final long LATENCY_MILLIS = 150;

    private final Party party = new Party();
    private final List<MemoryMesh.Sent> sent = new ArrayList<>();
    private final Random random = new Random(1);
    private final List<Long> times = new ArrayList<>();

    /** Joins and runs until both have the same world; answers the bytes of both ways but for streams. */
    private long bytesOfJoining(Node joiner, Node host) {
        sent.clear();
        times.clear();
        joiner.join(host);
        party.net.wire = each -> {
            if (each.lane() != Lane.STATE) {
                sent.add(each);
                times.add(party.net.nowMillis);
            }
        };
        for (int i = 0; i < 1_000 && (joiner.session.state() != SessionState.CONNECTED || !party.converged()); i++) {
            party.run(Party.STEP_MILLIS);
        }
        assertEquals(SessionState.CONNECTED, joiner.session.state());
        assertTrue(party.converged());
        return sent.stream().mapToLong(each -> each.message().length).sum();
    }

    private long first(MessageKind kind) {
        for (int i = 0; i < sent.size(); i++) {
            Message message = MessageKind.decode(sent.get(i).message());
            if (message != null && message.kind() == kind) {
                return times.get(i);
            }
        }
        throw new AssertionError("no " + kind + " was sent");
    }

    @Test
    void whoComesBackWithTheWorldInItsStoreNeedsATenthOfTheBytes() {
        party.net.latencyMillis = LATENCY_MILLIS;
        Node ann = party.node("ann").host();
        List<EntityId> blocks = new ArrayList<>();
        for (int i = 0; i < BLOCKS; i++) {
            blocks.add(ann.world.spawn(null, new Block(random.nextInt())));
            if (i % 10 == 9) {
                party.run(Party.STEP_MILLIS);
            }
        }
        Node bob = party.node("bob");
        long cold = bytesOfJoining(bob, ann);
        party.run(1_000);
        bob.kill();
        party.run(1_000);
        for (int i = 0; i < CHANGED; i++) {
            ann.world.put(blocks.get(i), new Block(-i));
        }
        party.run(1_000);

        long warm = bytesOfJoining(bob, ann);

        assertTrue(10 * warm <= cold, warm + " bytes warm, " + cold + " cold");
        // One round trip: its vectors there, what it lacks back.
        assertTrue(first(MessageKind.BATCHES) - first(MessageKind.VECTORS) <= LATENCY_MILLIS + 2 * Party.STEP_MILLIS);
        // Nothing stale: what was beaten while it was away is not shown as soon as it is connected.
        for (int i = 0; i < CHANGED; i++) {
            assertEquals(new Block(-i), bob.world.drawn(blocks.get(i), Block.class));
        }
    }
}
