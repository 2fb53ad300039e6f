package worldmesh.peer.core;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import worldmesh.peer.core.TestGame.Block;
import worldmesh.peer.core.TestGame.Dig;
import worldmesh.peer.core.TestGame.Position;
import worldmesh.peer.core.TestGame.Vein;
import worldmesh.peer.event.Origin;
import worldmesh.peer.port.ReceiptSink;
import worldmesh.peer.view.CellObserver;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.runtime.identity.Signer;
import worldmesh.testkit.crypto.SimulatedSignatures;
import worldmesh.world.command.CommandEnvelope;
import worldmesh.world.command.CommandId;
import worldmesh.world.component.ComponentType;
import worldmesh.world.component.Schema;
import worldmesh.world.delta.SignedBatch;
import worldmesh.world.entity.EntityId;
import worldmesh.world.hash.Hash;
import worldmesh.world.replica.MergeResult;
import worldmesh.world.sector.SectorId;
import worldmesh.world.trust.Grant;
import worldmesh.world.trust.Hosting;
import worldmesh.world.trust.Membership;
import worldmesh.world.trust.WorldManifest;

/**
 * Over random short histories of two peers, a model that hears notifications only holds the world. A failure names its
 * seed; {@code -Dworldmesh.histories=100000} runs as many.
 */
class NotificationPropertyTest {
    private static final int HISTORIES = Integer.getInteger("worldmesh.histories", 3_000);
    private static final TestGame GAME = new TestGame();
    private static final Schema SCHEMA = GAME.schema();
    private static final List<Class<? extends Record>> CELLS = List.of(Position.class, Block.class, Vein.class);

    @Test
    void aModelRebuiltFromNotificationsAloneHasTheWorldsDigest() {
        for (int seed = 0; seed < HISTORIES; seed++) {
            History history = new History(seed);
            history.run();

            for (Side side : List.of(history.host, history.guest)) {
                assertEquals(0, side.wrongOld, "old values that were not the last told, seed " + seed);
                assertEquals(side.worldDigest(), side.modelDigest(), "seed " + seed);
            }
            assertEquals(history.host.worldDigest(), history.guest.worldDigest(), "peers differ, seed " + seed);
        }
    }

    /** One peer: its world, and the model that hears of it. */
    private static final class Side {
        private final LocalWorld world;
        private final Map<EntityId, Map<Class<? extends Record>, Record>> model = new TreeMap<>();
        private final List<CommandId> predicted = new ArrayList<>();
        private int wrongOld;
        private long commands;

        Side(Signer signer, SimulatedSignatures signatures, MemoryStore store, long nonce) {
            world = new LocalWorld(
                    new WorldParts(
                            SCHEMA,
                            GAME.rules(),
                            GAME.sectors(),
                            signer,
                            signatures,
                            store,
                            ReceiptSink.NONE,
                            "player"),
                    nonce);
            for (Class<? extends Record> type : CELLS) {
                world.observers().add(new CellObserver("model", type, (id, old, now, origin) -> {
                    Map<Class<? extends Record>, Record> cells =
                            model.computeIfAbsent(id, e -> new java.util.HashMap<>());
                    Record last = now == null ? cells.remove(type) : cells.put(type, now);
                    wrongOld += Objects.equals(last, old) ? 0 : 1;
                }));
            }
        }

        void takeLocal() {
            world.views().onChanges(world.replica().localChanges());
        }

        void hear(List<SignedBatch> batches) {
            takeLocal();
            for (SignedBatch batch : batches) {
                if (world.replica().merge(batch, world.stampMillis()) instanceof MergeResult.Applied applied) {
                    world.views().onChanges(applied.changes());
                }
            }
        }

        List<SignedBatch> seal() {
            takeLocal();
            return world.seal();
        }

        void tell() {
            takeLocal();
            world.views().refresh();
            world.views().flush();
        }

        void predict(EntityId vein, long amount) {
            CommandId id = new CommandId(world.self(), 1, ++commands);
            Dig dig = new Dig(vein, amount);
            predicted.add(id);
            world.views().predict(CommandEnvelope.of(id, SectorId.ORIGIN, SCHEMA, dig), dig);
        }

        void answer(Origin origin) {
            if (!predicted.isEmpty()) {
                world.views().prediction().remove(predicted.remove(0));
                world.views().onPrediction(origin);
            }
        }

        Hash worldDigest() {
            Map<EntityId, Map<Class<? extends Record>, Record>> cells = new TreeMap<>();
            for (Class<? extends Record> type : CELLS) {
                world.replica()
                        .each(
                                null,
                                type,
                                (id, value) -> cells.computeIfAbsent(id, e -> new java.util.HashMap<>())
                                        .put(type, value));
            }
            return digest(cells);
        }

        Hash modelDigest() {
            return digest(model);
        }

        private static Hash digest(Map<EntityId, Map<Class<? extends Record>, Record>> world) {
            ByteWriter out = new ByteWriter();
            world.forEach((id, cells) -> CELLS.forEach(type -> {
                Record value = cells.get(type);
                if (value != null) {
                    id.encode(out);
                    write(SCHEMA.typeOf(value), value, out);
                }
            }));
            return Hash.of(out.toBytes());
        }

        private static <T extends Record> void write(ComponentType<T> type, Record value, ByteWriter out) {
            out.i32(type.id()).block(type.codec().encode(type.type().cast(value)));
        }
    }

    /** Two peers of one world, the first of which founded it and judges. */
    private static final class History {
        private final SimulatedSignatures signatures = new SimulatedSignatures();
        private final Random random;
        private final Side host;
        private final Side guest;
        private final List<EntityId> entities = new ArrayList<>();
        private long nowMillis = 1_000;
        private long index;

        History(int seed) {
            random = new Random(seed);
            Signer root = signatures.signer(1);
            WorldManifest manifest = WorldManifest.found(
                    "world", Membership.OPEN, Hosting.PARTY, new WorldManifest.Founding(1_000, seed), root);
            MemoryStore ours = new MemoryStore();
            MemoryStore theirs = new MemoryStore();
            ours.found(manifest);
            theirs.found(manifest);
            host = new Side(root, signatures, ours, 1);
            guest = new Side(signatures.signer(2), signatures, theirs, 2);
            Grant grant = Grant.sign(manifest.worldId(), 1, root.publicKey(), null, root);
            advance(1);
            for (Side side : List.of(host, guest)) {
                side.world.time().settle();
                side.world.replica().learn(grant);
                side.world.replica().learn(host.world.replica().self().certificate());
                side.world.replica().learn(guest.world.replica().self().certificate());
            }
        }

        private void advance(long millis) {
            nowMillis += millis;
            host.world.advance(nowMillis * 1_000_000, nowMillis);
            guest.world.advance(nowMillis * 1_000_000, nowMillis);
        }

        void run() {
            for (int steps = 4 + random.nextInt(10); steps > 0; steps--) {
                step(random.nextBoolean() ? host : guest);
            }
            rest();
        }

        private void step(Side side) {
            EntityId entity = entities.isEmpty() ? spawn(side) : entities.get(random.nextInt(entities.size()));
            boolean lives = side.world.replica().exists(entity);
            switch (random.nextInt(10)) {
                case 0 -> spawn(side);
                case 1 -> side.tell();
                case 2 -> exchange();
                case 3 -> side.predict(entity, 1 + random.nextInt(60));
                case 4 -> side.answer(random.nextBoolean() ? Origin.ROLLBACK : Origin.AUTHORITY);
                case 5 -> judge(entity);
                case 6 -> move(side, entity);
                case 7 -> advance(random.nextInt(700));
                case 8 -> {
                    if (lives) {
                        side.world.put(entity, new Block(random.nextInt(4)));
                    }
                }
                default -> {
                    if (lives
                            && Objects.equals(
                                    side.world.self(), side.world.replica().owner(entity))) {
                        side.world.delete(entity);
                    }
                }
            }
        }

        private EntityId spawn(Side side) {
            EntityId born = random.nextBoolean()
                    ? side.world.spawn(null, new Block(random.nextInt(4)))
                    : side.world.spawn(null, new Position(random.nextInt(1_500), 1), new Block(9));
            entities.add(born);
            return born;
        }

        private void judge(EntityId entity) {
            if (host.world.replica().exists(entity)) {
                host.world.replica().putCritical(entity, new Vein(random.nextInt(100)), 1, ++index);
            }
        }

        private void move(Side side, EntityId entity) {
            boolean mine =
                    Objects.equals(side.world.self(), side.world.replica().owner(entity));
            if (mine && side.world.replica().exists(entity) && side.world.confirmed(entity, Position.class) != null) {
                side.world.put(entity, new Position(random.nextInt(1_500), random.nextInt(9)));
            }
        }

        private void exchange() {
            List<SignedBatch> ours = host.seal();
            List<SignedBatch> theirs = guest.seal();
            host.hear(theirs);
            guest.hear(ours);
        }

        /** All is answered, settled, exchanged and told. */
        private void rest() {
            for (Side side : List.of(host, guest)) {
                while (!side.predicted.isEmpty()) {
                    side.answer(Origin.ROLLBACK);
                }
                side.world.views().settleAll();
            }
            exchange();
            exchange();
            advance(5_000);
            host.tell();
            guest.tell();
        }
    }
}
