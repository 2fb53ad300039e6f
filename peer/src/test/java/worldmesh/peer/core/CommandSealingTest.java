package worldmesh.peer.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import worldmesh.peer.core.TestGame.Block;
import worldmesh.peer.core.TestGame.Dig;
import worldmesh.world.command.CommandEnvelope;
import worldmesh.world.command.CommandSeal;
import worldmesh.world.command.SealCheck;
import worldmesh.world.entity.EntityId;

/** What the authority gets to see of its players' signatures. */
class CommandSealingTest {
    private Party party;
    private Node ann;
    private Node bob;
    private EntityId vein;

    @BeforeEach
    void aVeinOfAHundred() {
        party = Party.ofThree();
        ann = party.nodes.get(0);
        bob = party.nodes.get(1);
        vein = ann.world.spawn(null, new Block(7));
        party.run(100);
        ann.judge.heard.clear();
    }

    private void dig(Node node, long amount) {
        node.session.submit(new Dig(vein, amount), CommandListener.NONE);
    }

    private boolean isSealed(CommandEnvelope command) {
        return new SealCheck(ann.world.replica().manifest().worldId(), party.signatures).holds(command);
    }

    private static CommandSeal seal(CommandEnvelope command) {
        return Objects.requireNonNull(command.seal());
    }

    @Test
    void whatAPlayerSendsInATurnIsUnderOneSignatureOfItsOwn() {
        dig(bob, 1);
        dig(bob, 2);
        dig(bob, 3);
        dig(ann, 4);
        party.run(200);

        List<CommandEnvelope> heard = ann.judge.heard;
        assertEquals(4, heard.size());
        assertTrue(heard.stream().allMatch(this::isSealed), "the host's own too");
        assertEquals(
                2,
                heard.stream()
                        .map(command -> seal(command).signature())
                        .distinct()
                        .count());
    }

    @Test
    void aRetryGoesUnderTheSameSealUntilThatIsOld() {
        ann.judge.silent = true;
        dig(bob, 30);
        party.run(4_500);
        List<CommandEnvelope> heard = List.copyOf(ann.judge.heard);
        assertTrue(heard.size() >= 2, "it was sent again");
        assertEquals(1, Set.copyOf(heard).size());

        party.net.nowMillis += CommandDesk.SEAL_MILLIS;
        party.run(5_000);

        CommandEnvelope last = ann.judge.heard.get(ann.judge.heard.size() - 1);
        assertTrue(isSealed(last));
        assertEquals(heard.get(0).hash(), last.hash(), "the same command");
        assertTrue(seal(last).worldMillis() >= seal(heard.get(0)).worldMillis() + CommandDesk.SEAL_MILLIS);
    }

    @Test
    void aCommandThatWaitsForTheOthersIsKeptWithItsSeal() {
        ann.judge.provisional = true;
        dig(bob, 30);
        party.run(500);

        assertEquals(1, bob.store.wishes().size());
        assertTrue(isSealed(bob.store.wishes().get(0)));
    }
}
