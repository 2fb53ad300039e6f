package worldmesh.samples.lanparty.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static worldmesh.samples.lanparty.rule.FakeView.ANN;
import static worldmesh.samples.lanparty.rule.FakeView.BOB;
import static worldmesh.samples.lanparty.rule.FakeView.id;

import java.util.List;
import org.junit.jupiter.api.Test;
import worldmesh.samples.lanparty.model.Accept;
import worldmesh.samples.lanparty.model.Asset;
import worldmesh.samples.lanparty.model.Avatar;
import worldmesh.samples.lanparty.model.Awaken;
import worldmesh.samples.lanparty.model.Chop;
import worldmesh.samples.lanparty.model.Enter;
import worldmesh.samples.lanparty.model.Footing;
import worldmesh.samples.lanparty.model.Gift;
import worldmesh.samples.lanparty.model.Gold;
import worldmesh.samples.lanparty.model.Mine;
import worldmesh.samples.lanparty.model.Offer;
import worldmesh.samples.lanparty.model.Pose;
import worldmesh.samples.lanparty.model.Punch;
import worldmesh.samples.lanparty.model.Realm;
import worldmesh.samples.lanparty.model.Rest;
import worldmesh.samples.lanparty.model.Step;
import worldmesh.samples.lanparty.model.Trade;
import worldmesh.samples.lanparty.model.Tree;
import worldmesh.samples.lanparty.model.Vein;
import worldmesh.samples.lanparty.model.Vitals;
import worldmesh.samples.lanparty.model.Withdraw;
import worldmesh.samples.lanparty.model.Wood;
import worldmesh.world.entity.EntityId;
import worldmesh.world.rule.Decision;
import worldmesh.world.rule.Effect;
import worldmesh.world.rule.RuleBook;

/** One line for each thing a rule has to say. */
class GameRulesTest {
    private static final EntityId ME = id(1);
    private static final EntityId YOU = id(2);
    private static final EntityId VEIN = id(3);
    private static final EntityId TREE = id(4);
    private static final EntityId TRADE = id(5);
    private static final long NOW = 10_000;

    private final RuleBook rules = GameRules.book();
    private final FakeView view = new FakeView()
            .with(ME, ANN, new Pose(1.5f, 1.5f), stands(1.5f, 1.5f), new Avatar("ANN", 0), Vitals.fresh())
            .with(ME, ANN, new Gold(9), new Wood(4))
            .with(YOU, BOB, stands(2.5f, 1.5f), new Avatar("BOB", 1), Vitals.fresh(), new Gold(8))
            .with(VEIN, ANN, new Vein(2, 2), new Gold(50))
            .with(TREE, ANN, new Tree(0, 2), new Wood(5))
            .at(NOW);

    @Test
    void mineRule() {
        accepts(new Mine(VEIN), moved(VEIN, Gold.class, ME, 1), set(tired(150)));
        rejects(new Mine(TREE), "there is no vein");
        with(VEIN, new Vein(9, 9)).rejects(new Mine(VEIN), "the vein is 11.3 m away; come within 2.5 m");
        with(VEIN, new Vein(2, 2), new Gold(0)).rejects(new Mine(VEIN), "the vein has nothing left");
        with(ME, tired(1)).rejects(new Mine(VEIN), "catch your breath between two strokes");
        with(ME, tired(0), new Gold(9)).with(VEIN, new Gold(1)).accepts(new Mine(VEIN));
    }

    @Test
    void chopRule() {
        accepts(new Chop(TREE), moved(TREE, Wood.class, ME, 1), set(tired(150)));
        rejects(new Chop(VEIN), "there is no tree");
        with(ME, stands(20, 20)).rejects(new Chop(TREE), "the tree is 26.2 m away; come within 2.5 m");
        with(ME, stands(1.5f, 1.5f)).with(TREE, new Wood(0)).rejects(new Chop(TREE), "the tree has nothing left");
    }

    @Test
    void punchRule() {
        Vitals struck = new Vitals(Vitals.FULL - FightRules.DAMAGE, 0, 0, 0);
        Vitals spent = new Vitals(Vitals.FULL, 0, NOW + 500, 0);
        accepts(new Punch(YOU), set(spent), new Effect.Set(YOU, struck));
        rejects(new Punch(ME), "you decide not to punch yourself");
        rejects(new Punch(VEIN), "there is nobody to punch");
        with(ME, spent).rejects(new Punch(YOU), "your arm is still tired");
        with(ME, Vitals.fresh())
                .with(YOU, stands(5.5f, 1.5f))
                .rejects(new Punch(YOU), "they are 4.0 m away; come within 2.2 m");
    }

    @Test
    void aKnockOutCostsAQuarterOfTheGoldAndDazes() {
        with(YOU, new Vitals(10, 0, 0, 0));
        Vitals dazed = new Vitals(Vitals.FULL, NOW + 3_000, NOW + 3_000, NOW + 3_000);
        accepts(
                new Punch(YOU),
                set(new Vitals(100, 0, NOW + 500, 0)),
                new Effect.Set(YOU, dazed),
                moved(YOU, Gold.class, ME, 2));
    }

    @Test
    void restRule() {
        with(ME, new Vitals(50, 0, 0, 0)).accepts(new Rest(), set(new Vitals(60, 0, 0, NOW + 800)));
        with(ME, new Vitals(95, 0, 0, 0)).accepts(new Rest(), set(new Vitals(100, 0, 0, NOW + 800)));
        with(ME, new Vitals(50, 0, 0, NOW + 1)).rejects(new Rest(), "sit still for a moment");
        with(ME, Vitals.fresh()).rejects(new Rest(), "you are as well as can be");
        with(ME, stands(9, 9)).rejects(new Rest(), "come to the fire in the middle of the island to rest");
    }

    @Test
    void giftRule() {
        accepts(new Gift(YOU, Asset.GOLD, 9), moved(ME, Gold.class, YOU, 9));
        accepts(new Gift(YOU, Asset.WOOD, 1), moved(ME, Wood.class, YOU, 1));
        rejects(new Gift(YOU, Asset.GOLD, 10), "you have 9 gold, not 10 gold");
        rejects(new Gift(YOU, Asset.GOLD, 0), "an amount is 1 to 1000000");
        rejects(new Gift(YOU, Asset.GOLD, -5), "an amount is 1 to 1000000");
        rejects(new Gift(ME, Asset.GOLD, 1), "there is nobody to give to");
        rejects(new Gift(TREE, Asset.GOLD, 1), "there is nobody to give to");
    }

    @Test
    void offerRule() {
        EntityId escrow = Effect.placeholder(0);
        Trade trade = new Trade(ME, Asset.GOLD, 3, Asset.WOOD, 2);
        Effect born = new Effect.Spawn(0, view.sectorOf(ME), ANN, List.of(trade));
        accepts(new Offer(Asset.GOLD, 3, Asset.WOOD, 2), born, moved(ME, Gold.class, escrow, 3));
        rejects(new Offer(Asset.GOLD, 10, Asset.WOOD, 2), "you have 9 gold, not 10 gold");
        rejects(new Offer(Asset.GOLD, 3, Asset.WOOD, 0), "ask for some of the other good in return");
        rejects(new Offer(Asset.GOLD, 3, Asset.GOLD, 1), "ask for some of the other good in return");
        view.with(id(21), ANN, trade).with(id(22), ANN, trade).with(id(23), ANN, trade);
        rejects(new Offer(Asset.GOLD, 3, Asset.WOOD, 2), "you have 3 open offers; take one back first");
    }

    @Test
    void acceptRule() {
        with(TRADE, new Trade(YOU, Asset.GOLD, 3, Asset.WOOD, 4), new Gold(3));
        accepts(
                new Accept(TRADE),
                moved(ME, Wood.class, YOU, 4),
                moved(TRADE, Gold.class, ME, 3),
                new Effect.Delete(TRADE));
        with(TRADE, new Trade(YOU, Asset.GOLD, 3, Asset.WOOD, 5))
                .rejects(new Accept(TRADE), "you have 4 wood, not 5 wood");
        with(TRADE, new Trade(ME, Asset.GOLD, 3, Asset.WOOD, 4))
                .rejects(new Accept(TRADE), "that is your own offer; cancel it instead");
        rejects(new Accept(id(99)), "that offer is gone");
    }

    @Test
    void withdrawRule() {
        with(TRADE, new Trade(ME, Asset.GOLD, 3, Asset.WOOD, 4), new Gold(3));
        accepts(new Withdraw(TRADE), moved(TRADE, Gold.class, ME, 3), new Effect.Delete(TRADE));
        with(TRADE, new Trade(YOU, Asset.GOLD, 3, Asset.WOOD, 4))
                .rejects(new Withdraw(TRADE), "only its maker takes an offer back");
        rejects(new Withdraw(id(99)), "that offer is gone");
    }

    @Test
    void enterRule() {
        EntityId fresh = id(30);
        view.with(fresh, BOB, new Pose(0, 0), new Avatar("NEW", 0));
        rejects(new Enter(fresh), "that avatar belongs to somebody else");
        rejects(new Enter(TREE), "that avatar has no name or no place yet");
        rejects(new Enter(ME), "you are in the game already");
        FakeView empty = new FakeView().with(fresh, ANN, new Pose(0, 0), new Avatar("NEW", 0));
        assertEquals(
                Decision.accept(
                        new Effect.Set(fresh, Vitals.fresh()), new Effect.Set(fresh, new Footing(2.5f, 2.5f, NOW))),
                rules.decide(new Enter(fresh), empty));
    }

    @Test
    void stepRule() {
        accepts(new Step(3.5f, 1.5f), new Effect.Set(ME, new Footing(3.5f, 1.5f, NOW + 334)));
        rejects(new Step(3.6f, 1.5f), "nobody walks 2.1 m so fast; you may have come 2.0 m");
        rejects(new Step(41, 0), "the island ends at 40 m");
        rejects(new Step(Float.NaN, 0), "the island ends at 40 m");
        with(ME, new Footing(1.5f, 1.5f, 0)).accepts(new Step(16.5f, 1.5f), new Effect.Set(ME, stands(16.5f, 1.5f)));
        rejects(new Step(16.6f, 1.5f), "nobody walks 15.1 m so fast; you may have come 15.0 m");
        with(ME, new Footing(1.5f, 1.5f, NOW + 60_000))
                .rejects(new Step(1.6f, 1.5f), "nobody walks 0.1 m so fast; you may have come 0.0 m");
    }

    @Test
    void aClaimedPoseReachesNothingThatTheFootingDoesNot() {
        with(ME, stands(20, 20), new Pose(1.5f, 1.5f));

        rejects(new Mine(VEIN), "the vein is 24.7 m away; come within 2.5 m");
        rejects(new Punch(YOU), "they are 25.5 m away; come within 2.2 m");
        rejects(new Rest(), "come to the fire in the middle of the island to rest");
    }

    @Test
    void aPlayerWithoutAFootingBeginsByTheFire() {
        FakeView old = new FakeView().with(ME, ANN, Vitals.fresh()).at(NOW);

        assertEquals(
                Decision.accept(new Effect.Set(ME, new Footing(2.5f, 3.5f, 7_667))),
                rules.decide(new Step(2.5f, 3.5f), old));
    }

    @Test
    void awakenRule() {
        FakeView empty = new FakeView();
        var born = (Decision.Accept) rules.decide(new Awaken(2, 42), empty);
        assertTrue(born.effects().stream()
                .anyMatch(effect -> effect instanceof Effect.Mint mint && mint.account() == Gold.class));
        assertTrue(born.effects()
                .contains(new Effect.Spawn(
                        (int) born.effects().stream()
                                .filter(Effect.Mint.class::isInstance)
                                .count(),
                        worldmesh.world.sector.SectorId.ORIGIN,
                        ANN,
                        List.of(new Realm(42)))));
        rejects(new Awaken(4, 42), "the island has quarters 0 to 3");
        rejects(new Awaken(3, 42), "this quarter is awake already");
        view.with(id(40), ANN, new Realm(7));
        rejects(new Awaken(0, 42), "the island is made from another seed");
    }

    @Test
    void whoeverIsNotInTheGameDoesNothing() {
        FakeView stranger = view.as(worldmesh.runtime.identity.PeerId.ofBytes(new byte[32]));
        for (Record deed : List.of(
                new Step(2, 2),
                new Mine(VEIN),
                new Chop(TREE),
                new Punch(YOU),
                new Rest(),
                new Gift(YOU, Asset.GOLD, 1),
                new Offer(Asset.GOLD, 1, Asset.WOOD, 1),
                new Accept(TRADE),
                new Withdraw(TRADE))) {
            assertEquals(Decision.reject(Hero.NOT_HERE), rules.decide(deed, stranger), deed.toString());
        }
    }

    private static Footing stands(float x, float y) {
        return new Footing(x, y, NOW);
    }

    private static Vitals tired(long millis) {
        return new Vitals(Vitals.FULL, NOW + millis, 0, 0);
    }

    private static Effect set(Vitals vitals) {
        return new Effect.Set(ME, vitals);
    }

    private static Effect moved(EntityId from, Class<? extends Record> account, EntityId to, long amount) {
        return new Effect.Transfer(from, account, to, account, amount);
    }

    private GameRulesTest with(EntityId entity, Record... components) {
        view.with(entity, entity.equals(YOU) ? BOB : ANN, components);
        return this;
    }

    private void accepts(Record command, Effect... effects) {
        Decision decision = rules.decide(command, view);
        if (effects.length == 0) {
            assertTrue(decision instanceof Decision.Accept, decision.toString());
        } else {
            assertEquals(Decision.accept(effects), decision);
        }
    }

    private void rejects(Record command, String reason) {
        assertEquals(Decision.reject(reason), rules.decide(command, view));
    }
}
