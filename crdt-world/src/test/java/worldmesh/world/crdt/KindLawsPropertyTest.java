package worldmesh.world.crdt;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import worldmesh.runtime.bytes.ByteReader;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.runtime.identity.PeerId;
import worldmesh.world.causal.Dot;
import worldmesh.world.component.CellKind;

/** The laws of each kind by itself: join is commutative, associative and idempotent, and deltas equal states. */
@NullUnmarked // an unexpected null fails the test anyway
class KindLawsPropertyTest {
    static LongStream seeds() {
        return LongStream.rangeClosed(1, Long.getLong("worldmesh.law.seeds", 200));
    }

    private static byte[] bytes(Cell cell) {
        ByteWriter out = new ByteWriter();
        cell.encode(out);
        return out.toBytes();
    }

    private static Cell join(Cell one, Cell other) {
        Cell out = one.copy();
        out.join(other);
        return out;
    }

    /** Three replicas that each met some of the ops in an order of their own. */
    private static <C extends Cell> void laws(
            List<Consumer<C>> ops, Supplier<C> empty, Function<ByteReader, Cell> decode, Random random) {
        List<C> parts = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            List<Consumer<C>> some = new ArrayList<>(ops);
            Collections.shuffle(some, random);
            C part = empty.get();
            some.subList(0, some.size() * 2 / 3).forEach(op -> op.accept(part));
            parts.add(part);
        }
        Cell a = parts.get(0);
        Cell b = parts.get(1);
        Cell c = parts.get(2);
        C all = empty.get();
        ops.forEach(op -> op.accept(all));

        assertArrayEquals(bytes(join(a, b)), bytes(join(b, a)));
        assertArrayEquals(bytes(join(join(a, b), c)), bytes(join(a, join(b, c))));
        assertArrayEquals(bytes(a), bytes(join(a, a)));
        assertArrayEquals(bytes(all), bytes(join(join(all, a), join(b, c))));
        List<Consumer<C>> shuffled = new ArrayList<>(ops);
        Collections.shuffle(shuffled, random);
        C late = empty.get();
        shuffled.forEach(op -> op.accept(late));
        shuffled.forEach(op -> op.accept(late));
        assertArrayEquals(bytes(all), bytes(late));
        ByteReader in = new ByteReader(bytes(all));
        Cell read = decode.apply(in);
        assertTrue(in.complete());
        assertArrayEquals(bytes(all), bytes(read));
        assertEquals(all.value(), read.value());
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void extremaObeyTheLaws(long seed) {
        Random random = new Random(seed);
        for (CellKind kind : List.of(CellKind.MAX, CellKind.MIN)) {
            List<Consumer<Extremum>> ops = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                long value = random.nextInt(5) == 0 ? random.nextLong() : random.nextInt(9);
                ops.add(cell -> cell.offer(value));
            }
            laws(ops, () -> new Extremum(kind, 4), in -> Extremum.decode(kind, in), random);
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void tilesObeyTheLawsAndEqualTheirRegistersOneByOne(long seed) {
        Random random = new Random(seed);
        List<Consumer<GridCells>> ops = new ArrayList<>();
        List<int[]> spans = new ArrayList<>();
        List<Dot> dots = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            Dot dot = new Dot(random.nextInt(3) - 1L, random.nextInt(6), i);
            int[] span = {random.nextInt(60), 1 + random.nextInt(12), random.nextInt(3)};
            spans.add(span);
            dots.add(dot);
            ops.add(cell -> cell.paint(span[0], span[1], span[2], dot));
        }
        laws(ops, GridCells::new, GridCells::decode, random);

        GridCells all = new GridCells();
        ops.forEach(op -> op.accept(all));
        for (int index = 0; index < 80; index++) {
            int tile = 0;
            Dot last = null;
            for (int i = 0; i < spans.size(); i++) {
                int[] span = spans.get(i);
                boolean covers = index >= span[0] && index < span[0] + span[1];
                if (covers && (last == null || later(dots.get(i), last))) {
                    last = dots.get(i);
                    tile = span[2];
                }
            }
            assertEquals(tile, all.grid().at(index), "tile " + index);
        }
    }

    private static boolean later(Dot one, Dot other) {
        int order = Long.compareUnsigned(one.sequence(), other.sequence());
        order = order == 0 ? Long.compareUnsigned(one.replica(), other.replica()) : order;
        return order == 0 ? one.index() > other.index() : order > 0;
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void mapsObeyTheLawsAndKeepWhatNoRemovalSaw(long seed) {
        Random random = new Random(seed);
        List<Consumer<DotMap>> ops = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            Dot dot = new Dot(random.nextInt(3) - 1L, 1 + random.nextInt(6), i);
            String key = "k" + random.nextInt(3);
            if (random.nextInt(3) == 0) {
                ops.add(cell -> cell.remove(key, List.of(dot)));
            } else {
                String value = "v" + random.nextInt(5);
                ops.add(cell -> cell.bind(key, value, dot));
            }
        }
        laws(ops, DotMap::new, DotMap::decode, random);

        DotMap all = new DotMap();
        ops.forEach(op -> op.accept(all));
        all.bind("new", "here", new Dot(9, 1, 0));
        all.remove("new", List.of(new Dot(8, 5, 0)));
        assertEquals("here", all.entries().get("new"));
        all.remove("new", all.seen("new"));
        assertFalse(all.entries().containsKey("new"));
    }

    private static PeerId peer(int number) {
        byte[] bytes = new byte[PeerId.BYTES];
        bytes[0] = (byte) number;
        return PeerId.ofBytes(bytes);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void escrowObeysTheLawsWhateverIsWrittenToIt(long seed) {
        Random random = new Random(seed);
        List<Consumer<BoundedCounter>> ops = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            int replica = random.nextInt(6);
            // Two replicas for each peer, and now and then a forged third.
            PeerId peer = peer(random.nextInt(12) == 0 ? random.nextInt(3) : replica / 2);
            long total = random.nextInt(20) == 0 ? Long.MAX_VALUE : 1L + random.nextInt(20);
            PeerId to = peer(random.nextInt(3));
            int kind = random.nextInt(3);
            ops.add(cell -> {
                switch (kind) {
                    case 0 -> cell.add(replica, peer, total);
                    case 1 -> cell.spend(replica, peer, total);
                    default -> cell.give(replica, peer, to, total);
                }
            });
        }
        laws(ops, BoundedCounter::new, BoundedCounter::decode, random);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void honestSpendersApartNeverOverspend(long seed) {
        Random random = new Random(seed);
        List<BoundedCounter> replicas = new ArrayList<>();
        long added = 0;
        long spent = 0;
        for (int i = 0; i < 4; i++) {
            replicas.add(new BoundedCounter());
        }
        for (int step = 0; step < 300; step++) {
            int me = random.nextInt(4);
            BoundedCounter mine = replicas.get(me);
            long amount = 1L + random.nextInt(6);
            switch (random.nextInt(5)) {
                case 0 -> {
                    mine.add(me, peer(me), mine.added(me) + amount);
                    added += amount;
                }
                case 1, 2 -> {
                    if (mine.rights(peer(me)) >= amount) {
                        mine.spend(me, peer(me), mine.spent(me) + amount);
                        spent += amount;
                    }
                }
                case 3 -> {
                    PeerId to = peer((me + 1) % 4);
                    if (mine.rights(peer(me)) >= amount) {
                        mine.give(me, peer(me), to, mine.given(me, to) + amount);
                    }
                }
                default -> mine.join(replicas.get(random.nextInt(4)));
            }
            assertTrue(spent <= added, "overspent");
        }
        BoundedCounter all = new BoundedCounter();
        replicas.forEach(all::join);
        assertEquals(added - spent, all.sum());
    }
}
