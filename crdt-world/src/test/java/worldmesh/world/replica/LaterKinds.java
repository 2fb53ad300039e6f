package worldmesh.world.replica;

import static worldmesh.world.replica.KindPage.after;
import static worldmesh.world.replica.KindPage.ann;
import static worldmesh.world.replica.KindPage.bob;
import static worldmesh.world.replica.KindPage.concurrent;
import static worldmesh.world.replica.KindPage.value;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.NullUnmarked;
import worldmesh.world.entity.EntityId;
import worldmesh.world.sector.SectorId;

/** What two do at once to texts, lists and trees. */
@NullUnmarked // an unexpected null fails the test anyway
final class LaterKinds {
    private static final SectorId EAST = new SectorId(1, 0, 0);

    private final KindPage page;
    private final Map<KindPage.Pair, List<EntityId>> others = new HashMap<>();

    LaterKinds(KindPage page) {
        this.page = page;
    }

    void write() {
        texts();
        lists();
        trees();
    }

    private void texts() {
        Consumer<KindPage.Pair> hello = ann((r, e) -> r.insertText(e, TestWorld.Sign.class, 0, "hello world"));
        page.kind(
                "`@Text`",
                value(TestWorld.Sign.class, TestWorld.Sign::text),
                List.of(
                        concurrent(
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
                                concurrent(
                                        "deletes hello",
                                        ann((r, e) -> r.deleteText(e, TestWorld.Sign.class, 0, 5)),
                                        "deletes lo wo",
                                        bob((r, e) -> r.deleteText(e, TestWorld.Sign.class, 3, 5)))),
                        after(
                                "hello world",
                                hello,
                                concurrent(
                                        "deletes all",
                                        ann((r, e) -> r.deleteText(e, TestWorld.Sign.class, 0, 11)),
                                        "types , after hello",
                                        bob((r, e) -> r.insertText(e, TestWorld.Sign.class, 5, ",")))),
                        after(
                                "hello world",
                                hello,
                                concurrent(
                                        "moves the thing and types ! at the end",
                                        ann((r, e) -> {
                                            r.move(e, EAST);
                                            r.insertText(e, TestWorld.Sign.class, 11, "!");
                                        }),
                                        "types , after hello",
                                        bob((r, e) -> r.insertText(e, TestWorld.Sign.class, 5, ","))))));
    }

    private void lists() {
        Consumer<KindPage.Pair> three =
                ann((r, e) -> r.insertValues(e, TestWorld.Quests.class, 0, List.of("a", "b", "c")));
        page.kind(
                "`@ListOf`",
                value(TestWorld.Quests.class, TestWorld.Quests::names),
                List.of(
                        concurrent(
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
                                concurrent(
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
                                concurrent(
                                        "puts a once more at the end",
                                        ann((r, e) -> r.insertValues(e, TestWorld.Quests.class, 3, List.of("a"))),
                                        "takes all out",
                                        bob((r, e) -> r.deleteValues(e, TestWorld.Quests.class, 0, 3)))),
                        after(
                                "a, b, c",
                                three,
                                concurrent(
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
        Consumer<KindPage.Pair> ab = pair -> others.put(
                pair,
                List.of(
                        pair.ann.spawn(SectorId.ORIGIN, new TestWorld.Block(1, "a")),
                        pair.ann.spawn(SectorId.ORIGIN, new TestWorld.Block(2, "b"))));
        Consumer<KindPage.Pair> underA = ab.andThen(pair -> tree(pair.ann).move(pair.thing, a(pair)));
        page.kind(
                "`@MovableTree`",
                pair -> replica -> String.join(
                        ", ",
                        "thing under " + under(replica, pair.thing),
                        "a under " + under(replica, a(pair)),
                        "b under " + under(replica, b(pair))),
                List.of(
                        after("all under none", ab, twoParents()),
                        after("all under none", ab, twoUnderEachOther()),
                        after("thing under a", underA, threeInARing()),
                        after(
                                "thing under a",
                                underA,
                                concurrent(
                                        "deletes a",
                                        pair -> pair.ann.delete(a(pair)),
                                        "puts b under a",
                                        pair -> tree(pair.bob).move(b(pair), a(pair)))),
                        after(
                                "thing under a",
                                underA,
                                concurrent(
                                        "puts the thing under none",
                                        pair -> tree(pair.ann).move(pair.thing, null),
                                        "moves the thing to another sector",
                                        bob((r, e) -> r.move(e, EAST))))));
    }

    private KindPage.Case twoParents() {
        return concurrent(
                "puts the thing under a",
                pair -> tree(pair.ann).move(pair.thing, a(pair)),
                "puts the thing under b, his clock is later",
                pair -> tree(pair.bob).move(pair.thing, b(pair)));
    }

    private KindPage.Case twoUnderEachOther() {
        return concurrent(
                "puts the thing under a",
                pair -> tree(pair.ann).move(pair.thing, a(pair)),
                "puts a under the thing, his clock is later",
                pair -> tree(pair.bob).move(a(pair), pair.thing));
    }

    private KindPage.Case threeInARing() {
        return concurrent(
                "puts a under b",
                pair -> tree(pair.ann).move(a(pair), b(pair)),
                "puts b under the thing, his clock is later",
                pair -> tree(pair.bob).move(b(pair), pair.thing));
    }

    private EntityId a(KindPage.Pair pair) {
        return others.get(pair).get(0);
    }

    private EntityId b(KindPage.Pair pair) {
        return others.get(pair).get(1);
    }

    private static EntityTree tree(Replica replica) {
        return replica.tree(TestWorld.Mount.class);
    }

    private static String under(Replica replica, EntityId entity) {
        EntityId parent = tree(replica).parent(entity);
        TestWorld.Block named = parent == null ? null : replica.get(parent, TestWorld.Block.class);
        return named == null ? "none" : named.label().equals("new") ? "thing" : named.label();
    }
}
