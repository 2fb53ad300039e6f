package worldmesh.world.replica;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.NullUnmarked;
import worldmesh.world.causal.VersionVector;
import worldmesh.world.delta.SignedBatch;
import worldmesh.world.entity.EntityId;
import worldmesh.world.sector.SectorId;
import worldmesh.world.state.Cut;

/** A page of tables: what two do at once, played on two replicas that then meet. */
@NullUnmarked // an unexpected null fails the test anyway
final class KindPage {
    private final StringBuilder page = new StringBuilder();

    StringBuilder text() {
        return page;
    }

    /** Two replicas that know each other and one entity, apart until they meet. */
    static final class Pair {
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

        /**
         * Ann tells Cid alone, these two are the roster, and what they have is settled before Bob comes back with what
         * he did meanwhile.
         */
        void settleAndMeet() {
            now += 1_000;
            Replica cid = world.replica(3);
            List.of(ann, bob).forEach(each -> {
                cid.learn(each.self().certificate());
                each.learn(cid.self().certificate());
            });
            ann.seal(now);
            List<SignedBatch> bobSays = bob.seal(now);
            for (SectorId sector : ann.sectors()) {
                all(ann, sector, cid.vector(sector)).forEach(batch -> cid.merge(batch, now));
            }
            Stability annSettles = new Stability(ann);
            Stability bobSettles = new Stability(bob);
            for (SectorId sector : ann.sectors()) {
                Cut cut = annSettles.propose(
                        sector,
                        new TreeMap<>(Map.of(
                                ann.self().replica(), ann.vector(sector),
                                cid.self().replica(), cid.vector(sector))));
                assertNotNull(cut, "there is something to settle in " + sector);
                annSettles.learn(cut);
                if (ann.needsSnapshot(sector, bob.vector(sector))) {
                    assertNotNull(bob.install(annSettles.snapshot(sector)));
                }
                all(ann, sector, bob.vector(sector)).forEach(batch -> bob.merge(batch, now));
                bobSettles.learn(cut);
            }
            bobSays.forEach(batch -> ann.merge(batch, now));
            bobSettles.retry();
        }

        private static List<SignedBatch> all(Replica from, SectorId sector, VersionVector above) {
            return from.missing(sector, above, Integer.MAX_VALUE);
        }

        /** The same the other way round. */
        void annIsLater() {
            bob.advance(now + 1);
            ann.advance(now + 2);
        }

        /** Bob's clock is ahead of Ann's from now on, so that his stamp is the later one. */
        void bobIsLater() {
            ann.advance(now + 1);
            bob.advance(now + 2);
        }
    }

    record Case(
            String before,
            Consumer<Pair> setup,
            String ann,
            Consumer<Pair> annDoes,
            String bob,
            Consumer<Pair> bobDoes) {}

    static Case concurrent(String ann, Consumer<Pair> annDoes, String bob, Consumer<Pair> bobDoes) {
        return new Case("", pair -> {}, ann, annDoes, bob, bobDoes);
    }

    static Case after(String before, Consumer<Pair> setup, Case then) {
        return new Case(before, setup, then.ann(), then.annDoes(), then.bob(), then.bobDoes());
    }

    void kind(String title, Function<Pair, Function<Replica, Object>> shown, List<Case> cases) {
        page.append("\n## ")
                .append(title)
                .append("\n\n| before | Ann | Bob, at the same time | both then see | settled without him |\n")
                .append("|---|---|---|---|---|\n");
        for (Case each : cases) {
            Object met = play(title, each, shown, Pair::bobIsLater, Pair::meet);
            Object settled = play(title, each, shown, Pair::annIsLater, Pair::settleAndMeet);
            page.append("| ")
                    .append(String.join(
                            " | ",
                            each.before().isEmpty() ? "—" : each.before(),
                            each.ann(),
                            each.bob(),
                            met.toString(),
                            settled.toString()))
                    .append(" |\n");
        }
    }

    private static Object play(
            String title,
            Case each,
            Function<Pair, Function<Replica, Object>> shown,
            Consumer<Pair> clocks,
            Consumer<Pair> end) {
        Pair pair = new Pair(each.setup());
        clocks.accept(pair);
        each.annDoes().accept(pair);
        each.bobDoes().accept(pair);
        end.accept(pair);
        Object annSees = shown.apply(pair).apply(pair.ann);
        assertEquals(annSees, shown.apply(pair).apply(pair.bob), title + ": " + each.ann() + " / " + each.bob());
        assertEquals(pair.ann.digest(), pair.bob.digest());
        return annSees;
    }

    static <T extends Record> Function<Pair, Function<Replica, Object>> value(Class<T> type, Function<T, Object> text) {
        return pair -> replica -> {
            T value = replica.get(pair.thing, type);
            return value == null ? replica.isDead(pair.thing) ? "dead" : "nothing" : text.apply(value);
        };
    }

    static Consumer<Pair> ann(BiConsumer<Replica, EntityId> edit) {
        return pair -> edit.accept(pair.ann, pair.thing);
    }

    static Consumer<Pair> bob(BiConsumer<Replica, EntityId> edit) {
        return pair -> edit.accept(pair.bob, pair.thing);
    }
}
