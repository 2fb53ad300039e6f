package worldmesh.peer.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import worldmesh.peer.core.TestGame.Block;
import worldmesh.peer.core.TestGame.Sign;
import worldmesh.peer.view.CellObserver;
import worldmesh.peer.view.SharedCells;
import worldmesh.runtime.metrics.CacheStats;
import worldmesh.world.component.ComponentType;
import worldmesh.world.entity.EntityId;
import worldmesh.world.replica.Replica;
import worldmesh.world.replica.ReplicaLimits;
import worldmesh.world.sector.SectorId;
import worldmesh.world.trust.ReplicaIdentity;

/** What is kept for readers is what the newest write says, whatever histories lead there. */
class StaleRecordPropertyTest {
    private static final int ROUNDS = 60;
    private static final List<Class<? extends Record>> TYPES = List.of(Block.class, Sign.class);

    /** A node with the frames that its other threads would read. */
    private static final class Reader {
        final Node node;
        final SharedCells frames = new SharedCells(TYPES);

        Reader(Node node) {
            this.node = node;
            observe(Block.class);
            observe(Sign.class);
        }

        private <T extends Record> void observe(Class<T> type) {
            node.world
                    .observers()
                    .add(new CellObserver("frames", type, (entity, old, now, origin) -> frames.put(entity, type, now)));
        }
    }

    private final List<EntityId> entities = new ArrayList<>();
    private int compared;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void noReaderIsGivenARecordWhoseStampWasBeaten(int seed) {
        Random random = new Random(seed);
        Party party = new Party();
        // Every second history forgets its batches, so that whole states take the place of others.
        party.limits = seed % 2 == 0 ? ReplicaLimits.DEFAULT : new ReplicaLimits(4, 1 << 20, 4_096, 512);
        Node host = party.node("ann").host();
        party.node("bob").join(host);
        party.node("eve").join(host);
        party.run(1_000);
        List<Reader> readers = party.nodes.stream().map(Reader::new).toList();
        for (int round = 0; round < ROUNDS; round++) {
            for (Node node : party.nodes) {
                edit(random, node);
            }
            if (random.nextInt(8) == 0) {
                party.cut(party.nodes.get(1), party.nodes.get(2));
                party.cut(host, party.nodes.get(1 + random.nextInt(2)));
            } else if (random.nextInt(4) == 0) {
                party.heal(party.nodes.get(1), party.nodes.get(2));
                party.heal(host, party.nodes.get(1));
                party.heal(host, party.nodes.get(2));
            }
            party.run(10L * (1 + random.nextInt(10)));
            for (Reader reader : readers) {
                reader.frames.publish(party.net.nowMillis);
                compare(reader, "seed " + seed + ", round " + round + ", " + reader.node.name);
            }
        }
        CacheStats records = party.nodes.get(1).session.stats().caches().get(0);

        assertEquals("records", records.name());
        assertTrue(compared > 1_000 && records.hits() > 200 && records.misses() > 20, compared + ": " + records);
        assertTrue(records.entries() <= 2L * entities.size(), "kept beyond what lives: " + records);
    }

    private void edit(Random random, Node node) {
        EntityId entity = entities.isEmpty() ? null : entities.get(random.nextInt(entities.size()));
        int what = random.nextInt(10);
        if (entity == null || what == 0) {
            entities.add(node.world.spawn(null, new Block(random.nextInt()), new Sign("new")));
        } else if (node.world.exists(entity)) {
            if (what == 1 && entities.size() > 5) {
                node.world.delete(entity);
            } else if (what == 2) {
                node.world.move(entity, new SectorId(random.nextInt(3), 0, 0));
            } else if (what < 6) {
                Sign sign = new Sign("by " + node.name + " " + random.nextInt(100));
                node.world.put(entity, sign);
                assertEquals(sign, node.world.confirmed(entity, Sign.class));
            } else {
                Block block = new Block(random.nextInt());
                node.world.put(entity, block);
                assertEquals(block, node.world.confirmed(entity, Block.class));
            }
        }
    }

    /** The same state in a replica that never decoded anything. */
    private static Replica cold(Node node) {
        Replica warm = node.world.replica();
        Replica cold = new Replica(
                warm.manifest(),
                node.world.schema(),
                ReplicaIdentity.draw(warm.manifest().worldId(), node.signer, 77),
                node.party.signatures);
        for (SectorId sector : warm.sectors()) {
            cold.install(warm.snapshot(sector));
        }
        return cold;
    }

    private void compare(Reader reader, String where) {
        Replica cold = cold(reader.node);
        for (EntityId entity : entities) {
            for (Class<? extends Record> type : TYPES) {
                @Nullable Record fresh = decoded(cold, entity, type);
                assertEquals(fresh, reader.node.world.confirmed(entity, type), where);
                assertEquals(fresh, reader.node.world.drawn(entity, type), where);
                assertEquals(fresh, reader.frames.latest().get(entity, type), where + ", frame");
                compared++;
            }
        }
    }

    private static @Nullable Record decoded(Replica cold, EntityId entity, Class<? extends Record> type) {
        ComponentType<?> known = cold.schema().type(type);
        return cold.get(entity, known.type());
    }
}
