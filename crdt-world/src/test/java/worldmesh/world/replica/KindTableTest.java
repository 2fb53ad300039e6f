package worldmesh.world.replica;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import worldmesh.world.delta.SignedBatch;
import worldmesh.world.entity.EntityId;
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

    private final StringBuilder page = new StringBuilder();

    /** Two replicas that know each other and one entity, apart until they meet. */
    private static final class Pair {
        final TestWorld world = new TestWorld();
        final Replica ann = world.replica(1);
        final Replica bob = world.replica(2);
        final EntityId thing;
        long now = TestWorld.NOON;

        Pair(Consumer<Pair> before) {
            ann.learn(bob.self().certificate());
            bob.learn(ann.self().certificate());
            ann.advance(now);
            thing = ann.spawn(SectorId.ORIGIN, new TestWorld.Block(0, "new"));
            before.accept(this);
            meet();
        }

        void meet() {
            now += 1_000;
            List<SignedBatch> annSays = ann.seal(now);
            List<SignedBatch> bobSays = bob.seal(now);
            annSays.forEach(batch -> bob.merge(batch, now));
            bobSays.forEach(batch -> ann.merge(batch, now));
        }

        /** Bob's clock is ahead of Ann's from now on, so that his stamp is the later one. */
        void bobIsLater() {
            ann.advance(now + 1);
            bob.advance(now + 2);
        }
    }

    private record Case(
            String before,
            Consumer<Pair> setup,
            String ann,
            Consumer<Pair> annDoes,
            String bob,
            Consumer<Pair> bobDoes) {}

    private static Case of(String ann, Consumer<Pair> annDoes, String bob, Consumer<Pair> bobDoes) {
        return new Case("", pair -> {}, ann, annDoes, bob, bobDoes);
    }

    private static Case after(String before, Consumer<Pair> setup, Case then) {
        return new Case(before, setup, then.ann(), then.annDoes(), then.bob(), then.bobDoes());
    }

    private void kind(String title, Function<Pair, Function<Replica, Object>> shown, List<Case> cases) {
        page.append("\n## ")
                .append(title)
                .append("\n\n| before | Ann | Bob, at the same time | both then see |\n|---|---|---|---|\n");
        for (Case each : cases) {
            Pair pair = new Pair(each.setup());
            pair.bobIsLater();
            each.annDoes().accept(pair);
            each.bobDoes().accept(pair);
            pair.meet();
            Object annSees = shown.apply(pair).apply(pair.ann);
            assertEquals(annSees, shown.apply(pair).apply(pair.bob), title + ": " + each.ann() + " / " + each.bob());
            assertEquals(pair.ann.digest(), pair.bob.digest());
            page.append("| ")
                    .append(String.join(
                            " | ",
                            each.before().isEmpty() ? "—" : each.before(),
                            each.ann(),
                            each.bob(),
                            annSees.toString()))
                    .append(" |\n");
        }
    }

    private static <T extends Record> Function<Pair, Function<Replica, Object>> value(
            Class<T> type, Function<T, Object> text) {
        return pair -> replica -> {
            T value = replica.get(pair.thing, type);
            return value == null ? replica.isDead(pair.thing) ? "dead" : "nothing" : text.apply(value);
        };
    }

    private static Consumer<Pair> ann(BiConsumer<Replica, EntityId> edit) {
        return pair -> edit.accept(pair.ann, pair.thing);
    }

    private static Consumer<Pair> bob(BiConsumer<Replica, EntityId> edit) {
        return pair -> edit.accept(pair.bob, pair.thing);
    }

    private void registers() {
        kind(
                "Register (no annotation)",
                value(TestWorld.Block.class, block -> block.colour() + " " + block.label()),
                List.of(
                        of(
                                "writes 1 a",
                                ann((r, e) -> r.put(e, new TestWorld.Block(1, "a"))),
                                "writes 2 b, his clock is later",
                                bob((r, e) -> r.put(e, new TestWorld.Block(2, "b")))),
                        of(
                                "writes 1 a",
                                ann((r, e) -> r.put(e, new TestWorld.Block(1, "a"))),
                                "nothing",
                                bob((r, e) -> {})),
                        of(
                                "writes 1 a, then 3 c",
                                ann((r, e) -> {
                                    r.put(e, new TestWorld.Block(1, "a"));
                                    r.put(e, new TestWorld.Block(3, "c"));
                                }),
                                "nothing",
                                bob((r, e) -> {}))));
    }

    private void counters() {
        kind(
                "`@Counter`",
                value(TestWorld.Score.class, TestWorld.Score::points),
                List.of(
                        of(
                                "adds 5",
                                ann((r, e) -> r.add(e, TestWorld.Score.class, 5)),
                                "subtracts 2",
                                bob((r, e) -> r.add(e, TestWorld.Score.class, -2))),
                        of(
                                "adds 5",
                                ann((r, e) -> r.add(e, TestWorld.Score.class, 5)),
                                "moves the thing to another sector",
                                bob((r, e) -> r.move(e, EAST))),
                        of(
                                "subtracts 5",
                                ann((r, e) -> r.add(e, TestWorld.Score.class, -5)),
                                "nothing",
                                bob((r, e) -> {}))));
    }

    private void sets() {
        Consumer<Pair> red = ann((r, e) -> r.addElement(e, TestWorld.Tags.class, "red"));
        kind(
                "`@AddWins`",
                value(TestWorld.Tags.class, TestWorld.Tags::all),
                List.of(
                        after(
                                "red",
                                red,
                                of(
                                        "removes red",
                                        ann((r, e) -> r.removeElement(e, TestWorld.Tags.class, "red")),
                                        "adds red again",
                                        bob((r, e) -> r.addElement(e, TestWorld.Tags.class, "red")))),
                        after(
                                "red",
                                red,
                                of(
                                        "removes red",
                                        ann((r, e) -> r.removeElement(e, TestWorld.Tags.class, "red")),
                                        "adds blue",
                                        bob((r, e) -> r.addElement(e, TestWorld.Tags.class, "blue")))),
                        after(
                                "red",
                                red,
                                of(
                                        "removes red",
                                        ann((r, e) -> r.removeElement(e, TestWorld.Tags.class, "red")),
                                        "removes red",
                                        bob((r, e) -> r.removeElement(e, TestWorld.Tags.class, "red"))))));
    }

    private void flags() {
        Consumer<Pair> open = ann((r, e) -> r.enable(e, TestWorld.Open.class));
        kind(
                "`@EnableWins`",
                value(TestWorld.Open.class, TestWorld.Open::open),
                List.of(
                        after(
                                "true",
                                open,
                                of(
                                        "disables",
                                        ann((r, e) -> r.disable(e, TestWorld.Open.class)),
                                        "enables again",
                                        bob((r, e) -> r.enable(e, TestWorld.Open.class)))),
                        after(
                                "true",
                                open,
                                of(
                                        "disables",
                                        ann((r, e) -> r.disable(e, TestWorld.Open.class)),
                                        "nothing",
                                        bob((r, e) -> {})))));
    }

    private void extrema() {
        kind(
                "`@Max`",
                value(TestWorld.Best.class, TestWorld.Best::points),
                List.of(
                        of(
                                "offers 7",
                                ann((r, e) -> r.offer(e, TestWorld.Best.class, 7)),
                                "offers 3",
                                bob((r, e) -> r.offer(e, TestWorld.Best.class, 3))),
                        of(
                                "offers -7",
                                ann((r, e) -> r.offer(e, TestWorld.Best.class, -7)),
                                "nothing",
                                bob((r, e) -> {}))));
        kind(
                "`@Min`",
                value(TestWorld.Least.class, TestWorld.Least::millis),
                List.of(of(
                        "offers 7",
                        ann((r, e) -> r.offer(e, TestWorld.Least.class, 7)),
                        "offers 3",
                        bob((r, e) -> r.offer(e, TestWorld.Least.class, 3)))));
    }

    private static Function<Replica, Object> stock(Pair pair) {
        return replica -> {
            TestWorld.Stock left = replica.get(pair.thing, TestWorld.Stock.class);
            return (left == null ? 0 : left.left()) + " left, of which Ann may spend " + rights(replica, pair, pair.ann)
                    + ", Bob " + rights(replica, pair, pair.bob);
        };
    }

    private static long rights(Replica replica, Pair pair, Replica of) {
        return replica.rights(pair.thing, TestWorld.Stock.class, of.self().peer());
    }

    private void escrow() {
        Consumer<Pair> ten = ann((r, e) -> r.stockUp(e, TestWorld.Stock.class, 10));
        Consumer<Pair> shared = pair -> {
            ten.accept(pair);
            pair.ann.giveRights(
                    pair.thing, TestWorld.Stock.class, pair.bob.self().peer(), 4);
        };
        kind(
                "`@Bounded`",
                KindTableTest::stock,
                List.of(
                        of(
                                "adds 5",
                                ann((r, e) -> r.stockUp(e, TestWorld.Stock.class, 5)),
                                "adds 2",
                                bob((r, e) -> r.stockUp(e, TestWorld.Stock.class, 2))),
                        after(
                                "Ann added 10",
                                ten,
                                of(
                                        "spends 8",
                                        ann((r, e) -> r.spend(e, TestWorld.Stock.class, 8)),
                                        "tries to spend 8 and is refused",
                                        bob((r, e) -> assertEquals(false, r.spend(e, TestWorld.Stock.class, 8))))),
                        after(
                                "Ann added 10 and gave Bob 4",
                                shared,
                                of(
                                        "spends 6",
                                        ann((r, e) -> r.spend(e, TestWorld.Stock.class, 6)),
                                        "spends 4",
                                        bob((r, e) -> r.spend(e, TestWorld.Stock.class, 4)))),
                        after(
                                "Ann added 10 and gave Bob 4",
                                shared,
                                of(
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
        kind(
                "`@Tiles` (the first six)",
                value(TestWorld.Chunk.class, KindTableTest::row),
                List.of(
                        of(
                                "paints 0 to 3 with 1",
                                ann((r, e) -> r.paint(e, TestWorld.Chunk.class, 0, 4, 1)),
                                "paints 2 to 5 with 2, his clock is later",
                                bob((r, e) -> r.paint(e, TestWorld.Chunk.class, 2, 4, 2))),
                        of(
                                "paints 0 to 5 with 1",
                                ann((r, e) -> r.paint(e, TestWorld.Chunk.class, 0, 6, 1)),
                                "paints 3 with 0",
                                bob((r, e) -> r.paint(e, TestWorld.Chunk.class, 3, 1, 0))),
                        of(
                                "paints 0 with 1, then with 2",
                                ann((r, e) -> {
                                    r.paint(e, TestWorld.Chunk.class, 0, 1, 1);
                                    r.paint(e, TestWorld.Chunk.class, 0, 1, 2);
                                }),
                                "paints 5 with 3",
                                bob((r, e) -> r.paint(e, TestWorld.Chunk.class, 5, 1, 3)))));
    }

    private void maps() {
        Consumer<Pair> bow = ann((r, e) -> r.bind(e, TestWorld.Gear.class, "hand", "bow"));
        kind(
                "`@AddWinsMap`",
                value(TestWorld.Gear.class, TestWorld.Gear::slots),
                List.of(
                        of(
                                "binds hand to bow",
                                ann((r, e) -> r.bind(e, TestWorld.Gear.class, "hand", "bow")),
                                "binds hand to axe, his clock is later",
                                bob((r, e) -> r.bind(e, TestWorld.Gear.class, "hand", "axe"))),
                        after(
                                "hand is bow",
                                bow,
                                of(
                                        "removes hand",
                                        ann((r, e) -> r.unbind(e, TestWorld.Gear.class, "hand")),
                                        "binds hand to axe",
                                        bob((r, e) -> r.bind(e, TestWorld.Gear.class, "hand", "axe")))),
                        after(
                                "hand is bow",
                                bow,
                                of(
                                        "removes hand",
                                        ann((r, e) -> r.unbind(e, TestWorld.Gear.class, "hand")),
                                        "binds head to cap",
                                        bob((r, e) -> r.bind(e, TestWorld.Gear.class, "head", "cap")))),
                        after(
                                "hand is bow",
                                bow,
                                of(
                                        "binds hand to axe, then removes it",
                                        ann((r, e) -> {
                                            r.bind(e, TestWorld.Gear.class, "hand", "axe");
                                            r.unbind(e, TestWorld.Gear.class, "hand");
                                        }),
                                        "nothing",
                                        bob((r, e) -> {})))));
    }

    private void texts() {
        Consumer<Pair> hello = ann((r, e) -> r.insertText(e, TestWorld.Sign.class, 0, "hello world"));
        kind(
                "`@Text`",
                value(TestWorld.Sign.class, TestWorld.Sign::text),
                List.of(
                        of(
                                "types abc",
                                ann((r, e) -> "abc"
                                        .chars()
                                        .forEach(unit -> r.insertText(
                                                e, TestWorld.Sign.class, unit - 'a', String.valueOf((char) unit)))),
                                "types xyz, each before the last",
                                bob((r, e) -> "zyx"
                                        .chars()
                                        .forEach(unit -> r.insertText(
                                                e, TestWorld.Sign.class, 0, String.valueOf((char) unit))))),
                        after(
                                "hello world",
                                hello,
                                of(
                                        "deletes hello",
                                        ann((r, e) -> r.deleteText(e, TestWorld.Sign.class, 0, 5)),
                                        "deletes lo wo",
                                        bob((r, e) -> r.deleteText(e, TestWorld.Sign.class, 3, 5)))),
                        after(
                                "hello world",
                                hello,
                                of(
                                        "deletes all",
                                        ann((r, e) -> r.deleteText(e, TestWorld.Sign.class, 0, 11)),
                                        "types , after hello",
                                        bob((r, e) -> r.insertText(e, TestWorld.Sign.class, 5, ",")))),
                        after(
                                "hello world",
                                hello,
                                of(
                                        "moves the thing and types ! at the end",
                                        ann((r, e) -> {
                                            r.move(e, EAST);
                                            r.insertText(e, TestWorld.Sign.class, 11, "!");
                                        }),
                                        "types , after hello",
                                        bob((r, e) -> r.insertText(e, TestWorld.Sign.class, 5, ","))))));
    }

    private void lists() {
        Consumer<Pair> three = ann((r, e) -> r.insertValues(e, TestWorld.Quests.class, 0, List.of("a", "b", "c")));
        kind(
                "`@ListOf`",
                value(TestWorld.Quests.class, TestWorld.Quests::names),
                List.of(
                        of(
                                "puts 1 and 2 at the beginning",
                                ann((r, e) -> r.insertValues(e, TestWorld.Quests.class, 0, List.of("1", "2"))),
                                "puts 9, then 8 before it",
                                bob((r, e) -> {
                                    r.insertValues(e, TestWorld.Quests.class, 0, List.of("9"));
                                    r.insertValues(e, TestWorld.Quests.class, 0, List.of("8"));
                                })),
                        after(
                                "a, b, c",
                                three,
                                of(
                                        "takes b out",
                                        ann((r, e) -> r.deleteValues(e, TestWorld.Quests.class, 1, 1)),
                                        "takes b out and puts d in its place",
                                        bob((r, e) -> {
                                            r.deleteValues(e, TestWorld.Quests.class, 1, 1);
                                            r.insertValues(e, TestWorld.Quests.class, 1, List.of("d"));
                                        }))),
                        after(
                                "a, b, c",
                                three,
                                of(
                                        "puts a once more at the end",
                                        ann((r, e) -> r.insertValues(e, TestWorld.Quests.class, 3, List.of("a"))),
                                        "takes all out",
                                        bob((r, e) -> r.deleteValues(e, TestWorld.Quests.class, 0, 3)))),
                        after(
                                "a, b, c",
                                three,
                                of(
                                        "moves the thing and puts x after a",
                                        ann((r, e) -> {
                                            r.move(e, EAST);
                                            r.insertValues(e, TestWorld.Quests.class, 1, List.of("x"));
                                        }),
                                        "puts y before c",
                                        bob((r, e) -> r.insertValues(e, TestWorld.Quests.class, 2, List.of("y")))))));
    }

    /** The thing, and two others a and b, all of them Ann's. */
    private void trees() {
        Map<Pair, List<EntityId>> others = new HashMap<>();
        Consumer<Pair> ab = pair -> others.put(
                pair,
                List.of(
                        pair.ann.spawn(SectorId.ORIGIN, new TestWorld.Block(1, "a")),
                        pair.ann.spawn(SectorId.ORIGIN, new TestWorld.Block(2, "b"))));
        Consumer<Pair> underA = ab.andThen(
                pair -> tree(pair.ann).move(pair.thing, others.get(pair).get(0)));
        kind(
                "`@MovableTree`",
                pair -> replica -> {
                    EntityId a = others.get(pair).get(0);
                    EntityId b = others.get(pair).get(1);
                    return String.join(
                            ", ",
                            "thing under " + under(replica, pair.thing),
                            "a under " + under(replica, a),
                            "b under " + under(replica, b));
                },
                List.of(
                        after(
                                "all under none",
                                ab,
                                of(
                                        "puts the thing under a",
                                        pair -> tree(pair.ann)
                                                .move(
                                                        pair.thing,
                                                        others.get(pair).get(0)),
                                        "puts the thing under b, his clock is later",
                                        pair -> tree(pair.bob)
                                                .move(
                                                        pair.thing,
                                                        others.get(pair).get(1)))),
                        after(
                                "all under none",
                                ab,
                                of(
                                        "puts the thing under a",
                                        pair -> tree(pair.ann)
                                                .move(
                                                        pair.thing,
                                                        others.get(pair).get(0)),
                                        "puts a under the thing, his clock is later",
                                        pair -> tree(pair.bob)
                                                .move(others.get(pair).get(0), pair.thing))),
                        after(
                                "thing under a",
                                underA,
                                of(
                                        "puts a under b",
                                        pair -> tree(pair.ann)
                                                .move(
                                                        others.get(pair).get(0),
                                                        others.get(pair).get(1)),
                                        "puts b under the thing, his clock is later",
                                        pair -> tree(pair.bob)
                                                .move(others.get(pair).get(1), pair.thing))),
                        after(
                                "thing under a",
                                underA,
                                of(
                                        "deletes a",
                                        pair -> pair.ann.delete(others.get(pair).get(0)),
                                        "puts b under a",
                                        pair -> tree(pair.bob)
                                                .move(
                                                        others.get(pair).get(1),
                                                        others.get(pair).get(0)))),
                        after(
                                "thing under a",
                                underA,
                                of(
                                        "puts the thing under none",
                                        pair -> tree(pair.ann).move(pair.thing, null),
                                        "moves the thing to another sector",
                                        bob((r, e) -> r.move(e, EAST))))));
    }

    private static EntityTree tree(Replica replica) {
        return replica.tree(TestWorld.Mount.class);
    }

    private static String under(Replica replica, EntityId entity) {
        EntityId parent = tree(replica).parent(entity);
        TestWorld.Block named = parent == null ? null : replica.get(parent, TestWorld.Block.class);
        return named == null ? "none" : named.label().equals("new") ? "thing" : named.label();
    }

    private void existence() {
        kind(
                "Existence",
                value(TestWorld.Block.class, block -> block.colour() + " " + block.label()),
                List.of(
                        of(
                                "deletes the thing",
                                ann(Replica::delete),
                                "writes 2 b",
                                bob((r, e) -> r.put(e, new TestWorld.Block(2, "b")))),
                        of("deletes the thing", ann(Replica::delete), "moves it", bob((r, e) -> r.move(e, EAST))),
                        of(
                                "writes 1 a",
                                ann((r, e) -> r.put(e, new TestWorld.Block(1, "a"))),
                                "moves it",
                                bob((r, e) -> r.move(e, EAST)))));
    }

    @Test
    void thePageSaysWhatTheEngineDoes() throws IOException {
        page.append("# What happens when two do it at once\n\n")
                .append("Written by `KindTableTest`, which plays every line on two replicas that do not hear each")
                .append(" other until both have acted;\nafterwards both see the same. `mvn -pl crdt-world test")
                .append(" -Dtest=KindTableTest -Dworldmesh.docs=write` writes this page anew.\n");
        registers();
        counters();
        sets();
        flags();
        extrema();
        escrow();
        tiles();
        maps();
        texts();
        lists();
        trees();
        existence();
        if ("write".equals(System.getProperty("worldmesh.docs"))) {
            Files.writeString(PAGE, page);
        }
        assertEquals(
                new ArrayList<>(Files.readAllLines(PAGE)),
                page.toString().lines().toList());
    }
}
