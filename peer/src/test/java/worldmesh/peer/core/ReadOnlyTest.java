package worldmesh.peer.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import worldmesh.mesh.link.Lane;
import worldmesh.peer.core.TestGame.Block;
import worldmesh.peer.core.TestGame.Dig;
import worldmesh.peer.core.TestGame.Vein;
import worldmesh.peer.event.ReadOnlyEvent;
import worldmesh.peer.wire.ReadOnly;
import worldmesh.world.command.Receipt;
import worldmesh.world.entity.EntityId;

class ReadOnlyTest {
    private final Party party = Party.ofThree();
    private final Node ann = party.nodes.get(0);
    private final Node bob = party.nodes.get(1);
    private final Node eve = party.nodes.get(2);
    private final List<String> outcomes = new ArrayList<>();
    private EntityId vein = new EntityId(0, 0);

    @BeforeEach
    void aVein() {
        vein = ann.world.spawn(null, new Block(7));
        party.run(100);
    }

    private void dig(Node node) {
        node.session.submit(new Dig(vein, 10), new CommandListener() {
            @Override
            public void accepted(Receipt receipt) {
                outcomes.add("accepted");
            }

            @Override
            public void rejected(String reason, @Nullable Receipt receipt) {
                outcomes.add(reason);
            }
        });
        party.run(200);
    }

    private static List<String> told(Node node) {
        return node.heard(ReadOnlyEvent.class).stream()
                .map(ReadOnlyEvent::reason)
                .toList();
    }

    @Test
    void commandsAreRefusedWithTheReasonUntilTheHostTakesThemAgain() {
        ann.session.readOnly("backup until ten");
        party.run(100);
        dig(bob);
        Vein during = bob.world.confirmed(vein, Vein.class);
        ann.session.readOnly("");
        party.run(100);
        dig(bob);

        assertEquals(List.of("the world is read-only: backup until ten", "accepted"), outcomes);
        assertEquals(null, during);
        assertEquals(new Vein(90), bob.world.confirmed(vein, Vein.class));
        party.nodes.forEach(node -> assertEquals(List.of("backup until ten", ""), told(node), node.name));
    }

    @Test
    void whoComesLaterIsToldAndEditsOfSharedCellsGoOn() {
        ann.session.readOnly("backup");
        Node late = party.node("dan").join(ann);
        party.run(1_000);
        late.world.put(vein, new Block(3));
        party.run(200);

        assertEquals(List.of("backup"), told(late));
        assertEquals(new Block(3), ann.world.confirmed(vein, Block.class));
    }

    @Test
    void aHostThatComesBackWithoutTheModeTakesCommandsAgain() {
        ann.session.readOnly("backup");
        party.run(100);
        ann.kill();
        party.run(8_000);
        List<String> away = told(bob);
        ann.host();
        party.run(8_000);

        assertEquals(List.of("backup"), away);
        assertEquals(List.of("backup", ""), told(bob));
    }

    @Test
    void onlyTheHolderOfTheAuthorityIsBelieved() {
        eve.mesh.send(bob.mesh.self(), Lane.RELIABLE, PeerLink.SOCIAL_STREAM, new ReadOnly("give me gold").encode());
        party.run(200);
        dig(bob);

        assertEquals(List.of(), told(bob));
        assertEquals(List.of("accepted"), outcomes);
        assertThrows(IllegalStateException.class, () -> eve.session.readOnly("mine now"));
        assertThrows(IllegalArgumentException.class, () -> ann.session.readOnly("x".repeat(201)));
    }
}
