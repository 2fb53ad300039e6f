package worldmesh.peer.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import worldmesh.mesh.link.Lane;
import worldmesh.peer.core.TestGame.Block;
import worldmesh.peer.event.MessageEvent;
import worldmesh.peer.wire.ChatLines;
import worldmesh.peer.wire.MessageKind;

/** Chat reaches everybody: at once, beside a large transfer, and after having been written alone. */
class ChatDeliveryTest {
    private static List<String> heard(Node node) {
        return node.heard(MessageEvent.class).stream().map(MessageEvent::text).toList();
    }

    @Test
    void whatWasSaidOnBothSidesOfASplitReachesAllAfterTheHealInCausalOrder() {
        Party party = Party.ofThree();
        Node ann = party.nodes.get(0);
        Node bob = party.nodes.get(1);
        Node eve = party.nodes.get(2);
        party.net.cut(ann.mesh, bob.mesh);
        party.net.cut(ann.mesh, eve.mesh);
        party.run(1_000);
        ann.session.say("alone 1");
        ann.session.say("alone 2");
        bob.session.say("question");
        party.run(200);
        eve.session.say("answer");
        party.run(200);
        party.net.heal(ann.mesh, bob.mesh);
        party.net.heal(ann.mesh, eve.mesh);
        party.run(3_000);

        for (Node node : party.nodes) {
            List<String> lines = heard(node);
            assertEquals(new TreeSet<>(List.of("alone 1", "alone 2", "question", "answer")), new TreeSet<>(lines));
            assertEquals(4, lines.size(), node.name + " heard " + lines);
            assertTrue(lines.indexOf("alone 1") < lines.indexOf("alone 2"));
            assertTrue(lines.indexOf("question") < lines.indexOf("answer"));
        }
    }

    @Test
    void aForgedLineIsHeardByNobodyAndCounted() {
        Party party = Party.ofThree();
        party.net.tamper = (to, message) -> {
            byte[] changed = message.clone();
            if (MessageKind.decode(message) instanceof ChatLines) {
                changed[changed.length - 1] ^= 1;
            }
            return changed;
        };
        party.nodes.get(1).session.say("hello");
        party.run(3_000);

        assertTrue(heard(party.nodes.get(0)).isEmpty());
        assertTrue(heard(party.nodes.get(2)).isEmpty());
        assertTrue(party.nodes.get(0).session.stats().refusedChat() > 0);
    }

    @Test
    void aLineIsHeardWithinTwentyMillisAboveThePathAlsoDuringALargeTransfer() {
        Party party = Party.ofThree();
        Node ann = party.nodes.get(0);
        for (int i = 0; i < 14_000; i++) {
            ann.world.spawn(null, new Block(i * 0x9E3779B1));
        }
        party.run(500);
        long[] bulkBytes = new long[1];
        party.net.wire = sent -> bulkBytes[0] += sent.lane() == Lane.BULK ? sent.message().length : 0;
        party.net.bulkMillis = 9_000;
        Node dan = party.node("dan").join(ann);
        // Told once it counts as connected, which a joiner that does not catch up does after two seconds.
        party.run(Lifecycle.CATCH_UP_NANOS / 1_000_000 + 300);
        List<Long> delays = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            String line = "line " + i;
            long said = party.net.nowMillis;
            party.nodes.get(i % 3).session.say(line);
            while (!heard(dan).contains(line) && party.net.nowMillis < said + 1_000) {
                party.run(Party.STEP_MILLIS);
            }
            delays.add(party.net.nowMillis - said);
            party.run(80);
        }

        assertTrue(bulkBytes[0] > 50_000, "only " + bulkBytes[0] + " bytes took the slow lane");
        assertFalse(party.converged(), "the transfer is to take longer than the talk");
        Collections.sort(delays);
        long worst = delays.get(delays.size() - 1);
        assertTrue(worst <= party.net.latencyMillis + 20, "the worst took " + worst + " ms");
    }
}
