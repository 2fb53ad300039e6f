package worldmesh.peer.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import worldmesh.mesh.link.Lane;
import worldmesh.peer.core.TestGame.Block;
import worldmesh.peer.core.TestGame.Dig;
import worldmesh.peer.core.TestGame.Vein;
import worldmesh.peer.wire.BatchCommand;
import worldmesh.runtime.identity.PeerId;
import worldmesh.world.command.CommandEnvelope;
import worldmesh.world.command.CommandId;
import worldmesh.world.command.Receipt;
import worldmesh.world.entity.EntityId;
import worldmesh.world.sector.SectorId;

/** W9: BatchCommand{sector, commands, player}. */
class BatchCommandTest {
    private Party party;
    private Node ann;
    private Node bob;
    private EntityId vein;
    private final List<String> outcomes = new ArrayList<>();

    @BeforeEach
    void aVeinOfAHundred() {
        party = Party.ofThree();
        ann = party.nodes.get(0);
        bob = party.nodes.get(1);
        vein = ann.world.spawn(null, new Block(7));
        party.run(100);
    }

    private CommandEnvelope dig(PeerId player, long sequence, SectorId sector, long amount) {
        return CommandEnvelope.of(
                new CommandId(player, 77, sequence), sector, party.game.schema(), new Dig(vein, amount));
    }

    private void send(PeerId player, CommandEnvelope... commands) {
        List<byte[]> encoded = new ArrayList<>();
        for (CommandEnvelope command : commands) {
            encoded.add(command.encode());
        }
        bob.mesh.send(ann.mesh.self(), Lane.RELIABLE, 0, new BatchCommand(player, SectorId.ORIGIN, encoded).encode());
    }

    @Test
    void commandsOfOneTurnTravelTogetherAndAreAnsweredEachInOrder() {
        for (int amount : new int[] {10, 1_000, 20}) {
            bob.session.submit(new Dig(vein, amount), new CommandListener() {
                @Override
                public void accepted(Receipt receipt) {
                    outcomes.add("accepted " + amount);
                }

                @Override
                public void rejected(String reason, @Nullable Receipt receipt) {
                    outcomes.add("rejected " + amount);
                }
            });
        }
        party.run(300);

        assertEquals(List.of("accepted 10", "rejected 1000", "accepted 20"), outcomes);
        assertEquals(new Vein(70), ann.world.confirmed(vein, Vein.class));
    }

    @Test
    void aBatchUnderAnotherPlayersNameIsRefusedWhole() {
        PeerId eve = party.nodes.get(2).world.self();
        send(eve, dig(eve, 1, SectorId.ORIGIN, 10));
        party.run(100);

        assertEquals(0, ann.judge.judged);
        assertEquals(1, ann.session.stats().malformedMessages());
    }

    @Test
    void aCommandOfAnotherSectorIsRefusedByItsPlaceAndTheOthersGoOn() {
        PeerId self = bob.world.self();
        send(
                self,
                dig(self, 1, SectorId.ORIGIN, 10),
                dig(self, 2, new SectorId(5, 5, 0), 10),
                dig(self, 3, SectorId.ORIGIN, 20));
        party.run(100);

        assertEquals(2, ann.judge.judged);
        assertEquals(new Vein(70), ann.world.confirmed(vein, Vein.class));
    }

    @Test
    void aRepeatedBatchAppliesNothing() {
        PeerId self = bob.world.self();
        CommandEnvelope[] commands = {dig(self, 1, SectorId.ORIGIN, 10), dig(self, 2, SectorId.ORIGIN, 20)};
        send(self, commands);
        party.run(100);
        send(self, commands);
        party.run(100);

        assertEquals(2, ann.judge.judged);
        assertEquals(new Vein(70), ann.world.confirmed(vein, Vein.class));
        assertTrue(party.converged());
    }
}
