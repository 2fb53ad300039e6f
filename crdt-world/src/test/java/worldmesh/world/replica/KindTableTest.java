package worldmesh.world.replica;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static worldmesh.world.replica.KindPage.after;
import static worldmesh.world.replica.KindPage.ann;
import static worldmesh.world.replica.KindPage.bob;
import static worldmesh.world.replica.KindPage.concurrent;
import static worldmesh.world.replica.KindPage.value;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import worldmesh.world.sector.SectorId;
import worldmesh.world.space.Grid;

/**
 * Plays what two players do at once for every kind and compares what both then see with docs/crdt-kinds.md, so that the
 * page cannot lie. Run with {@code -Dworldmesh.docs=write} to write the page anew.
 */
@NullUnmarked // an unexpected null fails the test anyway
class KindTableTest {
    private static final Path PAGE = Path.of("..", "docs", "crdt-kinds.md");
    private static final SectorId EAST = new SectorId(1, 0, 0);

    private final KindPage page = new KindPage();

    private void registers() {
        page.kind(
                "Register (no annotation)",
                value(TestWorld.Block.class, block -> block.colour() + " " + block.label()),
                List.of(
                        concurrent(
                                "writes 1 a",
                                ann((r, e) -> r.put(e, new TestWorld.Block(1, "a"))),
                                "writes 2 b, his clock is later",
                                bob((r, e) -> r.put(e, new TestWorld.Block(2, "b")))),
                        concurrent(
                                "writes 1 a",
                                ann((r, e) -> r.put(e, new TestWorld.Block(1, "a"))),
                                "nothing",
                                bob((r, e) -> {})),
                        concurrent(
                                "writes 1 a, then 3 c",
                                ann((r, e) -> {
                                    r.put(e, new TestWorld.Block(1, "a"));
                                    r.put(e, new TestWorld.Block(3, "c"));
                                }),
                                "nothing",
                                bob((r, e) -> {}))));
    }

    private void counters() {
        page.kind(
                "`@Counter`",
                value(TestWorld.Score.class, TestWorld.Score::points),
                List.of(
                        concurrent(
                                "adds 5",
                                ann((r, e) -> r.add(e, TestWorld.Score.class, 5)),
                                "subtracts 2",
                                bob((r, e) -> r.add(e, TestWorld.Score.class, -2))),
                        concurrent(
                                "adds 5",
                                ann((r, e) -> r.add(e, TestWorld.Score.class, 5)),
                                "moves the thing to another sector",
                                bob((r, e) -> r.move(e, EAST))),
                        concurrent(
                                "subtracts 5",
                                ann((r, e) -> r.add(e, TestWorld.Score.class, -5)),
                                "nothing",
                                bob((r, e) -> {}))));
    }

    private void sets() {
        Consumer<KindPage.Pair> red = ann((r, e) -> r.addElement(e, TestWorld.Tags.class, "red"));
        page.kind(
                "`@AddWins`",
                value(TestWorld.Tags.class, TestWorld.Tags::all),
                List.of(
                        after(
                                "red",
                                red,
                                concurrent(
                                        "removes red",
                                        ann((r, e) -> r.removeElement(e, TestWorld.Tags.class, "red")),
                                        "adds red again",
                                        bob((r, e) -> r.addElement(e, TestWorld.Tags.class, "red")))),
                        after(
                                "red",
                                red,
                                concurrent(
                                        "removes red",
                                        ann((r, e) -> r.removeElement(e, TestWorld.Tags.class, "red")),
                                        "adds blue",
                                        bob((r, e) -> r.addElement(e, TestWorld.Tags.class, "blue")))),
                        after(
                                "red",
                                red,
                                concurrent(
                                        "removes red",
                                        ann((r, e) -> r.removeElement(e, TestWorld.Tags.class, "red")),
                                        "removes red",
                                        bob((r, e) -> r.removeElement(e, TestWorld.Tags.class, "red"))))));
    }

    private void flags() {
        Consumer<KindPage.Pair> open = ann((r, e) -> r.enable(e, TestWorld.Open.class));
        page.kind(
                "`@EnableWins`",
                value(TestWorld.Open.class, TestWorld.Open::open),
                List.of(
                        after(
                                "true",
                                open,
                                concurrent(
                                        "disables",
                                        ann((r, e) -> r.disable(e, TestWorld.Open.class)),
                                        "enables again",
                                        bob((r, e) -> r.enable(e, TestWorld.Open.class)))),
                        after(
                                "true",
                                open,
                                concurrent(
                                        "disables",
                                        ann((r, e) -> r.disable(e, TestWorld.Open.class)),
                                        "nothing",
                                        bob((r, e) -> {})))));
    }

    private void extrema() {
        page.kind(
                "`@Max`",
                value(TestWorld.Best.class, TestWorld.Best::points),
                List.of(
                        concurrent(
                                "offers 7",
                                ann((r, e) -> r.offer(e, TestWorld.Best.class, 7)),
                                "offers 3",
                                bob((r, e) -> r.offer(e, TestWorld.Best.class, 3))),
                        concurrent(
                                "offers -7",
                                ann((r, e) -> r.offer(e, TestWorld.Best.class, -7)),
                                "nothing",
                                bob((r, e) -> {}))));
        page.kind(
                "`@Min`",
                value(TestWorld.Least.class, TestWorld.Least::millis),
                List.of(concurrent(
                        "offers 7",
                        ann((r, e) -> r.offer(e, TestWorld.Least.class, 7)),
                        "offers 3",
                        bob((r, e) -> r.offer(e, TestWorld.Least.class, 3)))));
    }

    private static Function<Replica, Object> stock(KindPage.Pair pair) {
        return replica -> {
            TestWorld.Stock left = replica.get(pair.thing, TestWorld.Stock.class);
            return (left == null ? 0 : left.left()) + " left, of which Ann may spend " + rights(replica, pair, pair.ann)
                    + ", Bob " + rights(replica, pair, pair.bob);
        };
    }

    private static long rights(Replica replica, KindPage.Pair pair, Replica of) {
        return replica.rights(pair.thing, TestWorld.Stock.class, of.self().peer());
    }

    private void escrow() {
        Consumer<KindPage.Pair> ten = ann((r, e) -> r.stockUp(e, TestWorld.Stock.class, 10));
        Consumer<KindPage.Pair> shared = pair -> {
            ten.accept(pair);
            pair.ann.giveRights(
                    pair.thing, TestWorld.Stock.class, pair.bob.self().peer(), 4);
        };
        page.kind(
                "`@Bounded`",
                KindTableTest::stock,
                List.of(
                        concurrent(
                                "adds 5",
                                ann((r, e) -> r.stockUp(e, TestWorld.Stock.class, 5)),
                                "adds 2",
                                bob((r, e) -> r.stockUp(e, TestWorld.Stock.class, 2))),
                        after(
                                "Ann added 10",
                                ten,
                                concurrent(
                                        "spends 8",
                                        ann((r, e) -> r.spend(e, TestWorld.Stock.class, 8)),
                                        "tries to spend 8 and is refused",
                                        bob((r, e) -> assertEquals(false, r.spend(e, TestWorld.Stock.class, 8))))),
                        after(
                                "Ann added 10 and gave Bob 4",
                                shared,
                                concurrent(
                                        "spends 6",
                                        ann((r, e) -> r.spend(e, TestWorld.Stock.class, 6)),
                                        "spends 4",
                                        bob((r, e) -> r.spend(e, TestWorld.Stock.class, 4)))),
                        after(
                                "Ann added 10 and gave Bob 4",
                                shared,
                                concurrent(
                                        "tries to spend 7 and is refused",
                                        ann((r, e) -> assertEquals(false, r.spend(e, TestWorld.Stock.class, 7))),
                                        "moves the thing and spends 3",
                                        bob((r, e) -> {
                                            r.move(e, EAST);
                                            r.spend(e, TestWorld.Stock.class, 3);
                                        })))));
    }

    private static Object row(TestWorld.Chunk chunk) {
        Grid tiles = chunk.tiles();
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < 6; i++) {
            out.append(tiles.at(i)).append(i < 5 ? " " : "");
        }
        return out.toString();
    }

    private void tiles() {
        page.kind(
                "`@Tiles` (the first six)",
                value(TestWorld.Chunk.class, KindTableTest::row),
                List.of(
                        concurrent(
                                "paints 0 to 3 with 1",
                                ann((r, e) -> r.paint(e, TestWorld.Chunk.class, 0, 4, 1)),
                                "paints 2 to 5 with 2, his clock is later",
                                bob((r, e) -> r.paint(e, TestWorld.Chunk.class, 2, 4, 2))),
                        concurrent(
                                "paints 0 to 5 with 1",
                                ann((r, e) -> r.paint(e, TestWorld.Chunk.class, 0, 6, 1)),
                                "paints 3 with 0",
                                bob((r, e) -> r.paint(e, TestWorld.Chunk.class, 3, 1, 0))),
                        concurrent(
                                "paints 0 with 1, then with 2",
                                ann((r, e) -> {
                                    r.paint(e, TestWorld.Chunk.class, 0, 1, 1);
                                    r.paint(e, TestWorld.Chunk.class, 0, 1, 2);
                                }),
                                "paints 5 with 3",
                                bob((r, e) -> r.paint(e, TestWorld.Chunk.class, 5, 1, 3)))));
    }

    private void maps() {
        Consumer<KindPage.Pair> bow = ann((r, e) -> r.bind(e, TestWorld.Gear.class, "hand", "bow"));
        page.kind(
                "`@AddWinsMap`",
                value(TestWorld.Gear.class, TestWorld.Gear::slots),
                List.of(
                        concurrent(
                                "binds hand to bow",
                                ann((r, e) -> r.bind(e, TestWorld.Gear.class, "hand", "bow")),
                                "binds hand to axe, his clock is later",
                                bob((r, e) -> r.bind(e, TestWorld.Gear.class, "hand", "axe"))),
                        after(
                                "hand is bow",
                                bow,
                                concurrent(
                                        "removes hand",
                                        ann((r, e) -> r.unbind(e, TestWorld.Gear.class, "hand")),
                                        "binds hand to axe",
                                        bob((r, e) -> r.bind(e, TestWorld.Gear.class, "hand", "axe")))),
                        after(
                                "hand is bow",
                                bow,
                                concurrent(
                                        "removes hand",
                                        ann((r, e) -> r.unbind(e, TestWorld.Gear.class, "hand")),
                                        "binds head to cap",
                                        bob((r, e) -> r.bind(e, TestWorld.Gear.class, "head", "cap")))),
                        after(
                                "hand is bow",
                                bow,
                                concurrent(
                                        "binds hand to axe, then removes it",
                                        ann((r, e) -> {
                                            r.bind(e, TestWorld.Gear.class, "hand", "axe");
                                            r.unbind(e, TestWorld.Gear.class, "hand");
                                        }),
                                        "nothing",
                                        bob((r, e) -> {})))));
    }

    private void existence() {
        page.kind(
                "Existence",
                value(TestWorld.Block.class, block -> block.colour() + " " + block.label()),
                List.of(
                        concurrent(
                                "deletes the thing",
                                ann(Replica::delete),
                                "writes 2 b",
                                bob((r, e) -> r.put(e, new TestWorld.Block(2, "b")))),
                        concurrent(
                                "deletes the thing", ann(Replica::delete), "moves it", bob((r, e) -> r.move(e, EAST))),
                        concurrent(
                                "writes 1 a",
                                ann((r, e) -> r.put(e, new TestWorld.Block(1, "a"))),
                                "moves it",
                                bob((r, e) -> r.move(e, EAST)))));
    }

    @Test
    void thePageSaysWhatTheEngineDoes() throws IOException {
        page.text()
                .append("# What happens when two do it at once\n\n")
                .append("Written by `KindTableTest`, which plays every line on two replicas that do not hear each")
                .append(" other until both have acted;\nafterwards both see the same. `mvn -pl crdt-world test")
                .append(" -Dtest=KindTableTest -Dworldmesh.docs=write` writes this page anew.\n\n")
                .append("The last column is of a game in which what Ann did was settled by the majority (`Stability`)")
                .append(" before Bob, who had done\nthe same as above at an earlier stamp, came back: what is settled")
                .append(" has lost its stamp and gives way to a register,\nnot to tiles, maps and trees.")
                .append(" A register that Bob only moved counts as written by the move.\n");
        registers();
        counters();
        sets();
        flags();
        extrema();
        escrow();
        tiles();
        maps();
        new LaterKinds(page).write();
        existence();
        if ("write".equals(System.getProperty("worldmesh.docs"))) {
            Files.writeString(PAGE, page.text());
        }
        assertEquals(
                new ArrayList<>(Files.readAllLines(PAGE)),
                page.text().toString().lines().toList());
    }
}
