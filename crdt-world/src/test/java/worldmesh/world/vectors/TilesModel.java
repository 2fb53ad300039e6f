package worldmesh.world.vectors;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import worldmesh.runtime.bytes.ByteWriter;
import worldmesh.world.causal.Dot;
import worldmesh.world.space.Grid;

/** Random tiles of a chunk: their JSON and their bytes. */
final class TilesModel {
    private TilesModel() {}

    /** Every dot and tile is used by a run, as in what is written of a real chunk. */
    static Object tiles(Random random, LongSupplier clock, ByteWriter bytes) {
        int count = 1 + random.nextInt(4);
        List<Dot> dots = dots(random, clock, count);
        List<Integer> tiles = values(random, count);
        bytes.varint(count);
        dots.forEach(dot -> bytes.i64(dot.replica()).i64(dot.sequence()).varint(dot.index()));
        bytes.varint(count);
        tiles.forEach(bytes::zigzag);
        bytes.varint(count);
        List<Object> runs = new ArrayList<>();
        int left = Grid.MAX_TILES;
        for (int i = 0; i < count; i++) {
            int gap = random.nextBoolean() ? 0 : random.nextInt(left / 4);
            int more = i + 1 == count && random.nextBoolean() ? left - gap - 1 : random.nextInt(left / 4);
            left -= gap + more + 1;
            int place = count - 1 - i;
            bytes.varint(gap).varint(more).varint(place).varint(i);
            runs.add(Json.object("gap", gap, "more", more, "dot", place, "tile", i));
        }
        return Json.object(
                "dots",
                Meaning.dots(dots),
                "tiles",
                tiles.stream().map(each -> Integer.toString(each)).toList(),
                "runs",
                runs);
    }

    private static List<Dot> dots(Random random, LongSupplier clock, int count) {
        TreeSet<Dot> out = new TreeSet<>();
        while (out.size() < count) {
            out.add(new Dot(random.nextInt(3) - 1L, clock.getAsLong(), random.nextInt(20)));
        }
        return List.copyOf(out);
    }

    private static List<Integer> values(Random random, int count) {
        return IntStream.generate(() -> (int) Meaning.number(random))
                .distinct()
                .limit(count)
                .sorted()
                .boxed()
                .toList();
    }
}
