package worldmesh.peer.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import worldmesh.peer.core.TestGame.Block;
import worldmesh.peer.core.TestGame.Dig;
import worldmesh.peer.core.TestGame.Vein;
import worldmesh.peer.event.CommandAcceptedEvent;
import worldmesh.peer.event.CommandProvisionalEvent;
import worldmesh.peer.port.AuthorityOutbox;
import worldmesh.world.command.CommandEnvelope;
import worldmesh.world.command.CommandId;
import worldmesh.world.command.Receipt;
import worldmesh.world.entity.EntityId;
import worldmesh.world.sector.SectorId;

class ProvisionalTest {
    private Party party;
    private Node ann;
    private Node bob;
    private EntityId vein;
    private final List<String> outcomes = new ArrayList<>();

    @BeforeEach
    void aPartyWithoutAMajority() {
        party = Party.ofThree();
        ann = party.nodes.get(0);
        bob = party.nodes.get(1);
        vein = ann.world.spawn(null, new Block(7));
        party.run(100);
        ann.judge.provisional = true;
    }

    private CommandId dig(Node node, long amount) {
        return node.session.submit(new Dig(vein, amount), new CommandListener() {
            @Override
            public void accepted(Receipt receipt) {
                outcomes.add("accepted");
            }

            @Override
            public void rejected(String reason, @Nullable Receipt receipt) {
                outcomes.add("rejected " + reason);
            }

            @Override
            public void provisional() {
                outcomes.add("provisional " + node.store.wishes().size());
            }
        });
    }

    @Test
    void aCommandWithoutAMajorityIsKeptBeforeItIsToldOnceAndStaysPending() {
        dig(bob, 30);
        party.run(5_000);

        assertEquals(List.of("provisional 1"), outcomes);
        assertEquals(1, bob.heard(CommandProvisionalEvent.class).size());
        assertEquals(new Vein(70), bob.world.pending(vein, Vein.class));
        assertNull(bob.world.confirmed(vein, Vein.class));
        assertEquals(1, bob.session.unansweredCommands());
    }

    @Test
    void anAcceptanceIsToldOnceTheOwnLogHasItToo() {
        ann.judge.provisional = false;
        ann.judge.behind = true;
        dig(ann, 30);
        party.run(3_000);
        int open = ann.session.unansweredCommands();
        List<String> before = List.copyOf(outcomes);

        ann.judge.behind = false;
        party.run(500);

        assertEquals(1, open);
        assertEquals(List.of(), before);
        assertEquals(List.of("accepted"), outcomes);
        assertEquals(1, ann.judge.judged);
        assertEquals(0, ann.session.unansweredCommands());
    }

    @Test
    void afterTheHealTheSameCommandIsDecidedOnce() {
        dig(bob, 30);
        party.run(500);
        ann.judge.provisional = false;
        party.run(3_000);

        assertEquals(List.of("provisional 1", "accepted"), outcomes);
        assertEquals(new Vein(70), bob.world.confirmed(vein, Vein.class));
        assertTrue(bob.store.wishes().isEmpty());
    }

    @Test
    void aPlayerThatWasKilledMeanwhileTakesItsCommandUpAgain() {
        dig(bob, 30);
        party.run(500);
        bob.kill();
        party.run(500);
        ann.judge.provisional = false;
        bob.join(ann);
        party.run(3_000);

        assertEquals(new Vein(70), ann.world.confirmed(vein, Vein.class));
        assertEquals(1, ann.judge.judged);
        assertEquals(1, bob.heard(CommandAcceptedEvent.class).size());
        assertTrue(bob.store.wishes().isEmpty());
    }

    @Test
    void theWishOfAnotherPlayerIsShownAsPendingUntilItIsOver() {
        AuthorityOutbox out = Objects.requireNonNull(ann.judge.context).out();
        CommandId id = new CommandId(bob.world.self(), 7, 1);
        CommandEnvelope wish = CommandEnvelope.of(id, SectorId.ORIGIN, party.game.schema(), new Dig(vein, 30));
        out.provisional(wish, false);
        party.run(50);

        assertEquals(new Vein(70), ann.world.pending(vein, Vein.class));
        assertNull(ann.world.confirmed(vein, Vein.class));
        out.provisional(wish, true);
        party.run(50);
        assertNull(ann.world.pending(vein, Vein.class));
    }

    @Test
    void aRollbackDropsWhatWasNeverDecidedKeepsEditsAndSubmitsLostCommandsAgain() {
        AuthorityOutbox out = Objects.requireNonNull(ann.judge.context).out();
        EntityId stone = ann.world.spawn(null, new Block(3));
        party.run(100);
        ann.world.replica().tenure().putCritical(vein, new Vein(5), 1, 99);
        ann.world.put(stone, new Block(4));
        CommandId id = new CommandId(ann.world.self(), 7, 1);
        ann.world.replica().sealTenure(ann.world.worldMillis());
        CommandEnvelope lost = CommandEnvelope.of(id, SectorId.ORIGIN, party.game.schema(), new Dig(vein, 10));
        ann.judge.provisional = false;
        out.rollback(List.of(lost));
        party.run(2_000);

        assertEquals(new Vein(90), ann.world.confirmed(vein, Vein.class));
        assertFalse(ann.world.isPending(vein, Vein.class));
        assertTrue(party.converged());
    }
}
