package worldmesh.world.replica;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.world.causal.Dot;
import worldmesh.world.crdt.Cells;
import worldmesh.world.crdt.TreeCell;
import worldmesh.world.delta.Op;
import worldmesh.world.delta.SignedBatch;
import worldmesh.world.entity.EntityId;
import worldmesh.world.sector.SectorId;
import worldmesh.world.sync.Snapshot;

/** The laws of the movable tree: no rings ever, and what is under what depends on the set of moves alone. */
@NullUnmarked // an unexpected null fails the test anyway
class EntityTreePropertyTest {
    private static final SectorId[] SECTORS = {SectorId.ORIGIN, new SectorId(1, 0, 0)};

    static LongStream seeds() {
        return LongStream.rangeClosed(1, Long.getLong("worldmesh.law.seeds", 100));
    }

    /** Three replicas, some entities in two sectors, and all batches said. */
    private static final class Party {
        final TestWorld world = new TestWorld();
        final List<Replica> players = new ArrayList<>();
        final List<EntityId> things = new ArrayList<>();
        final List<SignedBatch> said = new ArrayList<>();
        final Random random;
        long now = TestWorld.NOON;

        Party(long seed, int count) {
            random = new Random(seed);
            for (int i = 1; i <= 3; i++) {
                players.add(world.replica(i));
            }
            players.forEach(
                    player -> players.forEach(other -> player.learn(other.self().certificate())));
            players.get(0).advance(now);
            for (int i = 0; i < count; i++) {
                SectorId sector = SECTORS[random.nextInt(2)];
                things.add(players.get(0).spawn(sector, new TestWorld.Block(i, "thing")));
            }
            said.addAll(players.get(0).seal(now));
            players.forEach(player -> said.forEach(batch -> player.merge(batch, now)));
        }

        EntityTree tree(Replica player) {
            return player.tree(TestWorld.Mount.class);
        }

        void step() {
            Replica player = players.get(random.nextInt(3));
            now += random.nextInt(3);
            player.advance(now);
            EntityId thing = things.get(random.nextInt(things.size()));
            int dice = random.nextInt(20);
            if (dice < 12 && player.exists(thing)) {
                move(player, thing);
            } else if (dice < 14) {
                said.addAll(player.seal(now));
            } else if (dice < 18 && !said.isEmpty()) {
                player.merge(said.get(random.nextInt(said.size())), now + 10);
            } else if (dice == 18 && player.exists(thing)) {
                player.move(thing, SECTORS[random.nextInt(2)]);
            } else if (random.nextInt(8) == 0 && player.exists(thing)) {
                player.delete(thing);
            }
            demandNoRing(player);
        }

        private void move(Replica player, EntityId thing) {
            EntityId parent = random.nextInt(6) == 0 ? null : things.get(random.nextInt(things.size()));
            try {
                tree(player).move(thing, parent);
                assertEquals(parent, tree(player).parent(thing), "a move shows at once");
            } catch (IllegalArgumentException refused) {
                assertTrue(!player.exists(parent) || parent.equals(thing) || isKin(player, parent, thing));
            }
        }

        /** By the moves alone, also over the dead. */
        private boolean isKin(Replica player, EntityId entity, EntityId of) {
            return player.book
                    .forest(TestWorld.SCHEMA.type(TestWorld.Mount.class).id())
                    .isKin(entity, of);
        }

        void demandNoRing(Replica player) {
            for (EntityId thing : things) {
                Set<EntityId> seen = new HashSet<>();
                for (EntityId at = thing; at != null; at = tree(player).parent(at)) {
                    assertTrue(seen.add(at), "a ring at " + at);
                }
                EntityId parent = tree(player).parent(thing);
                assertTrue(parent == null || tree(player).children(parent).contains(thing));
            }
        }

        void meet() {
            players.forEach(player -> said.addAll(player.seal(now)));
            for (Replica player : players) {
                List<SignedBatch> order = new ArrayList<>(said);
                Collections.shuffle(order, random);
                order.forEach(batch -> player.merge(batch, now + 10));
                player.retryParked(now + 10);
            }
        }

        Map<EntityId, EntityId> parents(Replica player) {
            Map<EntityId, EntityId> out = new LinkedHashMap<>();
            things.forEach(thing -> out.put(thing, tree(player).parent(thing)));
            return out;
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void allSeeTheSameTreeWithoutRingsWhateverCameFirst(long seed) {
        Party party = new Party(seed, 7);
        for (int i = 0; i < 120; i++) {
            party.step();
        }
        party.meet();

        Map<EntityId, EntityId> parents = party.parents(party.players.get(0));
        for (Replica player : party.players) {
            assertEquals(party.players.get(0).digest(), player.digest());
            assertEquals(parents, party.parents(player), "seed " + seed);
            party.demandNoRing(player);
        }
        Replica late = party.world.replica(4);
        party.players.get(0).proofs().forEach(late::learn);
        for (SectorId sector : SECTORS) {
            Snapshot snapshot = party.players.get(1).snapshot(sector);
            assertNotNull(late.install(Snapshot.decode(snapshot.encode())));
        }
        assertEquals(parents, party.parents(late), "a snapshot brings the tree");
    }

    /** The paper's algorithm without undo: all moves in order of their stamps, from nothing. */
    private static Map<EntityId, EntityId> replayed(List<Op.Attach> ops, List<Dot> dots) {
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < ops.size(); i++) {
            order.add(i);
        }
        order.sort((one, other) ->
                new TreeCell.Move(dots.get(one), null).compareTo(new TreeCell.Move(dots.get(other), null)));
        Map<EntityId, EntityId> parents = new TreeMap<>();
        for (int i : order) {
            EntityId at = ops.get(i).parent();
            while (at != null && !at.equals(ops.get(i).entity())) {
                at = parents.get(at);
            }
            if (at == null) {
                parents.put(ops.get(i).entity(), ops.get(i).parent());
            }
        }
        return parents;
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void theTreeIsWhatReplayingAllMovesInOrderMakes(long seed) {
        Party party = new Party(seed, 12);
        List<Op.Attach> ops = new ArrayList<>();
        List<Dot> dots = new ArrayList<>();
        // Fewer moves of each entity than are kept, so that the log of the paper is whole.
        for (int i = 0; i < 40; i++) {
            Replica player = party.players.get(party.random.nextInt(3));
            party.now += 1;
            player.advance(party.now);
            EntityId thing = party.things.get(party.random.nextInt(12));
            long before = ops.stream().filter(op -> op.entity().equals(thing)).count();
            if (before < TreeCell.MAX_MOVES) {
                party.move(player, thing);
            }
            for (SignedBatch batch : player.seal(party.now)) {
                party.said.add(batch);
                for (int place = 0; place < batch.size(); place++) {
                    if (batch.ops().get(place) instanceof Op.Attach attach) {
                        ops.add(attach);
                        dots.add(new Dot(batch.replica(), batch.clock(), batch.index(place)));
                    }
                }
            }
            if (party.random.nextInt(4) == 0) {
                player.merge(party.said.get(party.random.nextInt(party.said.size())), party.now + 10);
            }
        }
        party.meet();
        Map<EntityId, EntityId> wanted = replayed(ops, dots);

        for (Replica player : party.players) {
            party.things.forEach(
                    thing -> assertEquals(wanted.get(thing), party.tree(player).parent(thing), "seed " + seed));
        }
    }

    @Test
    void ofTwoMovesThatMakeARingTheLaterOneIsLeftOut() {
        Party party = new Party(1, 3);
        Replica ann = party.players.get(0);
        Replica bob = party.players.get(1);
        EntityId a = party.things.get(0);
        EntityId b = party.things.get(1);
        EntityId c = party.things.get(2);
        party.tree(ann).move(b, c);
        party.meet();
        party.now += 20;
        ann.advance(party.now);
        bob.advance(party.now + 1);

        party.tree(ann).move(a, b);
        party.tree(bob).move(b, a);
        party.now += 2;
        party.meet();

        assertEquals(b, party.tree(ann).parent(a));
        assertEquals(c, party.tree(bob).parent(b), "it stays where it was");
        assertTrue(party.tree(bob).isUnder(a, c));
        assertEquals(List.of(b), party.tree(ann).children(c));
        assertThrows(IllegalArgumentException.class, () -> party.tree(ann).move(c, a));
    }

    @Test
    void whoseParentDiesIsUnderNoneAndKeepsWhatIsUnderIt() {
        Party party = new Party(2, 3);
        Replica ann = party.players.get(0);
        party.tree(ann).move(party.things.get(1), party.things.get(0));
        party.tree(ann).move(party.things.get(2), party.things.get(1));

        ann.delete(party.things.get(0));

        assertNull(party.tree(ann).parent(party.things.get(1)));
        assertEquals(party.things.get(1), party.tree(ann).parent(party.things.get(2)));
        assertEquals(List.of(), party.tree(ann).children(party.things.get(0)));
    }

    @Test
    void aThingThatWasMovedManyTimesKeepsFewMovesAndItsPlace() {
        Party party = new Party(3, 4);
        Replica ann = party.players.get(0);
        for (int i = 0; i < 500; i++) {
            party.tree(ann).move(party.things.get(0), party.things.get(1 + i % 3));
        }
        party.meet();

        assertEquals(
                party.things.get(1 + 499 % 3), party.tree(party.players.get(2)).parent(party.things.get(0)));
        Snapshot snapshot = ann.snapshot(ann.sectorOf(party.things.get(0)));
        assertTrue(snapshot.encode().length < 1_000, "as many moves are kept as one entity may need");
    }

    private static TreeCell cell(Random random) {
        TreeCell out = new TreeCell();
        for (int i = random.nextInt(14); i > 0; i--) {
            Dot dot = new Dot(random.nextInt(3) - 1L, random.nextInt(5), random.nextInt(3));
            out.move(new TreeCell.Move(dot, random.nextBoolean() ? null : new EntityId(1, random.nextInt(3))));
        }
        return out;
    }

    private static byte[] bytes(TreeCell cell) {
        ByteWriter out = new ByteWriter();
        cell.encode(out);
        return out.toBytes();
    }

    private static TreeCell join(TreeCell one, TreeCell other) {
        TreeCell out = (TreeCell) one.copy();
        out.join(other);
        return out;
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void movesOfOneEntityJoinAsALattice(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 20; i++) {
            TreeCell a = cell(random);
            TreeCell b = cell(random);
            TreeCell c = cell(random);

            assertArrayEquals(bytes(join(a, b)), bytes(join(b, a)));
            assertArrayEquals(bytes(join(join(a, b), c)), bytes(join(a, join(b, c))));
            assertArrayEquals(bytes(a), bytes(join(a, a)));
            int component = TestWorld.SCHEMA.type(TestWorld.Mount.class).id();
            ByteReader in = new ByteReader(bytes(a));
            assertArrayEquals(bytes(a), bytes((TreeCell) Cells.decode(component, in)));
            assertTrue(in.complete());
        }
    }
}
