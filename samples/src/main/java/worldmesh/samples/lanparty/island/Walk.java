package worldmesh.samples.lanparty.island;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Finds ways over the island on foot: four directions, no diagonal. Pure. */
public final class Walk {
    private static final int[][] STEPS = {{1, 0}, {-1, 0}, {0, 1}, {0, -1}};

    private Walk() {}

    /**
     * The shortest way as tiles to enter, {@code from} left out; empty if there is none. A goal that is not free
     * itself (a tree, a vein) is approached to the tile beside it.
     */
    public static List<Tile> find(Tile from, Tile to, Predicate<Tile> free) {
        Map<Tile, Tile> cameFrom = new HashMap<>();
        ArrayDeque<Tile> open = new ArrayDeque<>();
        cameFrom.put(from, from);
        open.add(from);
        while (!open.isEmpty()) {
            Tile here = open.remove();
            if (here.equals(to) || (!free.test(to) && isBeside(here, to))) {
                return trace(cameFrom, from, here);
            }
            for (int[] step : STEPS) {
                Tile next = here.plus(step[0], step[1]);
                if (free.test(next) && cameFrom.putIfAbsent(next, here) == null) {
                    open.add(next);
                }
            }
        }
        return List.of();
    }

    private static boolean isBeside(Tile a, Tile b) {
        return Math.abs(a.x() - b.x()) + Math.abs(a.y() - b.y()) == 1;
    }

    private static List<Tile> trace(Map<Tile, Tile> cameFrom, Tile from, Tile to) {
        List<Tile> way = new ArrayList<>();
        Tile here = to;
        while (!here.equals(from)) {
            way.add(here);
            Tile before = cameFrom.get(here);
            here = before == null ? from : before;
        }
        Collections.reverse(way);
        return way;
    }
}
