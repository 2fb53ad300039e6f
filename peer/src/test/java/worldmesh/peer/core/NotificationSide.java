package worldmesh.peer.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import worldmesh.peer.core.TestGame.Block;
import worldmesh.peer.core.TestGame.Dig;
import worldmesh.peer.event.Event;
import worldmesh.peer.event.ObserverFailedEvent;
import worldmesh.peer.event.Origin;
import worldmesh.peer.port.ReceiptSink;
import worldmesh.peer.view.CellObserver;
import worldmesh.runtime.identity.Signer;
import worldmesh.testkit.crypto.SimulatedSignatures;
import worldmesh.world.command.CommandEnvelope;
import worldmesh.world.command.CommandId;
import worldmesh.world.delta.SignedBatch;
import worldmesh.world.entity.EntityId;
import worldmesh.world.replica.MergeResult;
import worldmesh.world.replica.Replica;
import worldmesh.world.sector.SectorId;
import worldmesh.world.trust.Proof;

/** One peer: its world, a model that hears of it from the beginning, and one that comes late and may leave. */
final class NotificationSide {
    /** Listens first to every cell of one type and breaks on each. */
    private static final String BROKEN = "broken observer";

    final LocalWorld world;
    final List<SignedBatch> outbox = new ArrayList<>();
    final List<CommandId> predicted = new ArrayList<>();
    final EnumSet<Origin> toldOrigins = EnumSet.noneOf(Origin.class);
    long epoch;
    private final TestGame game;
    private final NotificationModel model;
    private final EnumSet<Origin> possible = EnumSet.noneOf(Origin.class);
    private final NotificationModel late;
    private boolean lateListens;
    private long commands;
    private long index;
    private int failures;

    NotificationSide(TestGame game, Signer signer, SimulatedSignatures signatures, MemoryStore store, long nonce) {
        this.game = game;
        this.model = new NotificationModel(game.schema(), "model");
        this.late = new NotificationModel(game.schema(), "latecomer");
        this.world = new LocalWorld(
                new WorldParts(
                        game.schema(),
                        game.rules(),
                        game.sectors(),
                        signer,
                        signatures,
                        store,
                        ReceiptSink.NONE,
                        "player"),
                nonce);
        world.observers().add(new CellObserver(BROKEN, Block.class, (id, old, now, origin) -> {
            throw new IllegalStateException("broken");
        }));
        model.listen(world.observers());
        world.views().onEvents(this::onEvent);
    }

    private void onEvent(Event event) {
        model.onEvent(event);
        if (event instanceof ObserverFailedEvent failed) {
            assertEquals(BROKEN, failed.observer());
            failures++;
        }
    }

    Replica replica() {
        return world.replica();
    }

    /** An edit that an honest program may try; it is told if it may not. */
    void edit(Runnable edit) {
        possible.add(Origin.LOCAL);
        try {
            edit.run();
        } catch (IllegalStateException refused) {
            assertTrue(!String.valueOf(refused.getMessage()).isEmpty(), "a refusal says why");
        }
    }

    void judge(EntityId entity, long gold) {
        if (epoch > 0 && replica().exists(entity)) {
            edit(() -> replica().putCritical(entity, new TestGame.Vein(gold), epoch, ++index));
        }
    }

    void takeLocal() {
        world.views().onChanges(replica().localChanges());
    }

    void seal() {
        takeLocal();
        outbox.addAll(world.seal());
    }

    void hear(List<SignedBatch> batches) {
        takeLocal();
        possible.addAll(EnumSet.of(Origin.REMOTE, Origin.AUTHORITY));
        for (SignedBatch batch : batches) {
            if (replica().merge(batch, world.stampMillis()) instanceof MergeResult.Applied applied) {
                world.views().onChanges(applied.changes());
            }
            // A fork or a claim may have changed more than the batch itself.
            takeLocal();
        }
    }

    void learn(List<Proof> proofs) {
        takeLocal();
        possible.addAll(EnumSet.of(Origin.REMOTE, Origin.AUTHORITY));
        proofs.forEach(proof -> world.views().onChanges(replica().learn(proof).changes()));
        world.views().onChanges(replica().retryParked(world.stampMillis()).changes());
    }

    void advance(long nowMillis) {
        // Motion of others plays on, errors of predictions decay.
        possible.addAll(EnumSet.of(Origin.REMOTE, Origin.ROLLBACK));
        world.advance(nowMillis * 1_000_000, nowMillis);
    }

    void predict(EntityId vein, long amount) {
        CommandId id = new CommandId(world.self(), 1, ++commands);
        Dig dig = new Dig(vein, amount);
        predicted.add(id);
        possible.add(Origin.LOCAL);
        world.views().predict(CommandEnvelope.of(id, SectorId.ORIGIN, game.schema(), dig), dig);
    }

    void answer(Origin origin) {
        if (!predicted.isEmpty()) {
            possible.addAll(EnumSet.of(Origin.ROLLBACK, Origin.AUTHORITY));
            world.views().prediction().remove(predicted.remove(0));
            world.views().onPrediction(origin);
        }
    }

    /** As every update does; must not throw, whoever was removed. */
    void settle() {
        possible.addAll(EnumSet.of(Origin.LOCAL, Origin.REMOTE, Origin.ROLLBACK));
        world.views().settleAll();
    }

    void toggleLatecomer() {
        if (lateListens) {
            late.leave(world.observers());
        } else {
            late.listen(world.observers());
            possible.add(Origin.REMOTE);
        }
        lateListens = !lateListens;
    }

    /** The end of an update: what is told can only come from where something came from. */
    void tell() {
        takeLocal();
        boolean predicting = world.views().prediction().isActive();
        world.views().refresh();
        world.views().flush();
        if (predicting) {
            possible.addAll(EnumSet.of(Origin.LOCAL, Origin.ROLLBACK, Origin.AUTHORITY));
        }
        late.endUpdate();
        Set<Origin> told = model.endUpdate();
        assertTrue(possible.containsAll(told), () -> "told of " + told + ", possible were " + possible);
        toldOrigins.addAll(told);
        possible.clear();
    }

    void check(String where) {
        assertEquals(replica().digest(), model.digest(), where);
        if (lateListens) {
            assertEquals(replica().digest(), late.digest(model), "latecomer, " + where);
        }
    }

    int failures() {
        return failures;
    }
}
