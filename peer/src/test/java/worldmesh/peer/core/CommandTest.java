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
import worldmesh.mesh.link.CloseReason;
import worldmesh.peer.core.TestGame.Block;
import worldmesh.peer.core.TestGame.Dig;
import worldmesh.peer.core.TestGame.Vein;
import worldmesh.peer.event.CommandAcceptedEvent;
import worldmesh.peer.event.CommandRejectedEvent;
import worldmesh.peer.event.Origin;
import worldmesh.peer.view.CellObserver;
import worldmesh.world.command.Receipt;
import worldmesh.world.entity.EntityId;

class CommandTest {
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

    private void dig(Node node, long amount) {
        node.session.submit(new Dig(vein, amount), new CommandListener() {
            @Override
            public void accepted(Receipt receipt) {
                outcomes.add("accepted " + node.receipts.contains(receipt));
            }

            @Override
            public void rejected(String reason, @Nullable Receipt receipt) {
                outcomes.add("rejected " + reason);
            }
        });
    }

    private static @Nullable Vein confirmed(Node node, EntityId id) {
        return node.world.confirmed(id, Vein.class);
    }

    @Test
    void aCommandIsPendingAtOnceAndConfirmedByTheAuthority() {
        dig(bob, 30);
        bob.update();

        assertEquals(new Vein(70), bob.world.pending(vein, Vein.class));
        assertTrue(bob.world.isPending(vein, Vein.class));
        assertNull(confirmed(bob, vein));
        party.run(200);
        assertEquals(new Vein(70), confirmed(bob, vein));
        assertFalse(bob.world.isPending(vein, Vein.class));
        assertEquals(new Vein(70), confirmed(party.nodes.get(2), vein));
    }

    @Test
    void aReceiptIsKeptBeforeTheCommandCountsAsAccepted() {
        dig(bob, 30);
        party.run(200);

        assertEquals(List.of("accepted true"), outcomes);
        assertEquals(1, bob.heard(CommandAcceptedEvent.class).size());
    }

    @Test
    void receiptsOfOneUpdateAreSyncedOnceAndBeforeAnyOfThemIsTold() {
        List<Integer> unsynced = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            bob.session.submit(new Dig(vein, 1), new CommandListener() {
                @Override
                public void accepted(Receipt receipt) {
                    unsynced.add(bob.receipts.size() - bob.syncedReceipts);
                }

                @Override
                public void rejected(String reason, @Nullable Receipt receipt) {}
            });
        }
        party.run(200);

        assertEquals(List.of(0, 0, 0, 0, 0), unsynced);
        assertEquals(1, bob.receiptSyncs);
    }

    @Test
    void aRejectedCommandIsTakenBackVisiblyWithItsReason() {
        dig(ann, 80);
        party.run(200);
        List<String> seen = new ArrayList<>();
        bob.world
                .observers()
                .add(new CellObserver("test", Vein.class, (id, old, now, origin) -> seen.add(origin + " " + now)));
        party.run(20);
        party.net.latencyMillis = 60;
        dig(bob, 15);
        dig(ann, 10);
        party.run(1_000);

        CommandRejectedEvent rejected = Objects.requireNonNull(bob.last(CommandRejectedEvent.class));
        assertEquals("the vein is empty", rejected.reason());
        assertEquals(List.of("REMOTE Vein[gold=20]", "LOCAL Vein[gold=5]", Origin.ROLLBACK + " Vein[gold=10]"), seen);
        assertEquals(confirmed(ann, vein), bob.world.drawn(vein, Vein.class));
        assertEquals(0, bob.session.unansweredCommands());
    }

    @Test
    void aPredictionRestsOnTheConfirmedWorldAsItChanges() {
        ann.judge.silent = true;
        dig(bob, 30);
        party.run(50);
        ann.judge.silent = false;
        dig(ann, 50);
        party.run(100);

        assertEquals(new Vein(50), confirmed(bob, vein));
        assertEquals(new Vein(20), bob.world.pending(vein, Vein.class));
        party.run(3_000);
        assertEquals(new Vein(20), confirmed(bob, vein));
    }

    @Test
    void aPredictionNeverFlickersBetweenVerdictAndEffects() {
        List<Record> seen = new ArrayList<>();
        bob.world.observers().add(new CellObserver("test", Vein.class, (id, old, now, origin) -> seen.add(now)));
        for (int i = 0; i < 5; i++) {
            dig(bob, 10);
            party.run(100);
        }

        assertEquals(List.of(new Vein(90), new Vein(80), new Vein(70), new Vein(60), new Vein(50)), seen);
    }

    @Test
    void anUnansweredCommandGoesToTheRestartedHostUnderItsOldIdAndCountsOnce() {
        dig(bob, 10);
        party.run(200);
        ann.judge.silent = true;
        dig(bob, 20);
        party.run(100);
        ann.kill();
        bob.mesh.drop(ann.mesh, CloseReason.TIMED_OUT);
        party.nodes.get(2).mesh.drop(ann.mesh, CloseReason.TIMED_OUT);
        party.run(500);

        ann.judge.silent = false;
        ann.host();
        party.run(1_500);

        assertEquals(List.of("accepted true", "accepted true"), outcomes);
        assertEquals(2, ann.judge.judged);
        assertEquals(new Vein(70), confirmed(bob, vein));
    }

    @Test
    void aForgedReceiptAcknowledgesNothing() {
        ann.judge.forging = true;
        dig(bob, 10);
        party.run(500);

        assertEquals(List.of(), outcomes);
        assertTrue(bob.session.stats().refusedReceipts() > 0);
        assertEquals(1, bob.session.unansweredCommands());
    }

    @Test
    void oneCommandTooManyIsRejectedAtOnce() {
        ann.judge.silent = true;
        for (int i = 0; i <= CommandDesk.UNANSWERED_MAX; i++) {
            dig(bob, 1);
        }

        assertEquals(List.of("rejected too many unanswered commands"), outcomes);
        assertEquals(CommandDesk.UNANSWERED_MAX, bob.session.unansweredCommands());
    }

    @Test
    void aFloodOfCommandsIsCutToItsRateAndAnHonestPlayerIsServed() {
        bob.settings = SessionSettings.defaults();
        for (int i = 0; i < 2_000; i++) {
            bob.mesh.send(ann.mesh.self(), worldmesh.mesh.link.Lane.RELIABLE, 0, flood(i));
        }
        dig(party.nodes.get(2), 5);
        party.run(300);

        assertTrue(ann.session.stats().limitedCommands() > 1_000);
        assertEquals(List.of("accepted true"), outcomes);
    }

    private byte[] flood(int i) {
        var id = new worldmesh.world.command.CommandId(bob.world.self(), 77, i + 1);
        var envelope = worldmesh.world.command.CommandEnvelope.of(
                id, worldmesh.world.sector.SectorId.ORIGIN, bob.world.schema(), new Dig(vein, 1_000));
        return new worldmesh.peer.wire.SubmitCommand(envelope.encode()).encode();
    }

    @Test
    void nobodySendsCommandsInAnothersName() {
        var id = new worldmesh.world.command.CommandId(ann.world.self(), 77, 1);
        var envelope = worldmesh.world.command.CommandEnvelope.of(
                id, worldmesh.world.sector.SectorId.ORIGIN, bob.world.schema(), new Dig(vein, 1));
        bob.mesh.send(
                ann.mesh.self(),
                worldmesh.mesh.link.Lane.RELIABLE,
                0,
                new worldmesh.peer.wire.SubmitCommand(envelope.encode()).encode());
        party.run(100);

        assertEquals(0, ann.judge.judged);
        assertEquals(1, ann.session.stats().malformedMessages());
    }
}
