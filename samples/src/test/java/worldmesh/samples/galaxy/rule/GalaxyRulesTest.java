package worldmesh.samples.galaxy.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static worldmesh.samples.galaxy.rule.RuleBench.ANN;
import static worldmesh.samples.galaxy.rule.RuleBench.BOB;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import worldmesh.samples.galaxy.event.CombatFeed;
import worldmesh.samples.galaxy.event.Participants;
import worldmesh.samples.galaxy.model.Base;
import worldmesh.samples.galaxy.model.BasePart;
import worldmesh.samples.galaxy.model.Build;
import worldmesh.samples.galaxy.model.Capture;
import worldmesh.samples.galaxy.model.CombatEvent;
import worldmesh.samples.galaxy.model.Deposit;
import worldmesh.samples.galaxy.model.Enlist;
import worldmesh.samples.galaxy.model.EventType;
import worldmesh.samples.galaxy.model.Fire;
import worldmesh.samples.galaxy.model.Found;
import worldmesh.samples.galaxy.model.Hull;
import worldmesh.samples.galaxy.model.PowerUp;
import worldmesh.samples.galaxy.model.Rebuild;
import worldmesh.samples.galaxy.model.Take;
import worldmesh.samples.galaxy.model.Unit;
import worldmesh.samples.galaxy.model.War;
import worldmesh.world.entity.EntityId;

class GalaxyRulesTest {
    private final RuleBench bench = RuleBench.begun();

    private List<EntityId> who(CombatEvent event) {
        return Participants.parse(event.participants()).ids();
    }

    /** Lets units shoot in turn, each as soon as it may. */
    private void shoot(EntityId target, int hits, EntityId... units) {
        for (int i = 0; i < hits; i++) {
            bench.millis += CombatRules.RELOAD_MILLIS;
            bench.accepts(
                    Objects.requireNonNull(bench.owner(units[i % units.length])),
                    new Fire(units[i % units.length], target));
        }
    }

    @Test
    void aUnitIsDestroyedOnceAndEverybodyThatHitItTookPart() {
        EntityId victim = bench.unit(BOB, 10, 10);
        EntityId one = bench.unit(ANN, 12, 10);
        EntityId two = bench.unit(ANN, 14, 10);
        shoot(victim, 5, one, two);

        List<CombatEvent> deaths = bench.events(EventType.UnitDestroyed);
        assertEquals(1, deaths.size());
        assertEquals(List.of(victim, one, two), who(deaths.get(0)));
        assertEquals(bench.sectorOf(victim), deaths.get(0).sector());
        bench.millis += 10_000;
        assertEquals("there is nothing to shoot at", bench.answer(ANN, new Fire(one, victim)));
        assertNotEquals("", bench.answer(BOB, new Fire(victim, one)));
        assertEquals(1, bench.events(EventType.UnitDestroyed).size());
    }

    @Test
    void aWreckIsRebuiltByItsOwnerAfterItBurntAndMayDieAgain() {
        EntityId victim = bench.unit(BOB, 10, 10);
        EntityId one = bench.unit(ANN, 12, 10);
        assertEquals("it is no wreck", bench.answer(BOB, new Rebuild(victim)));
        shoot(victim, 5, one);
        assertEquals("it still burns", bench.answer(BOB, new Rebuild(victim)));
        bench.millis += FieldRules.WRECK_MILLIS;
        assertEquals("that is no wreck of yours", bench.answer(ANN, new Rebuild(victim)));
        bench.accepts(BOB, new Rebuild(victim));
        assertEquals(Hull.FULL, bench.health(victim));
        shoot(victim, 5, one);

        assertEquals(2, bench.one(victim, Hull.class).deaths());
        assertEquals(2, bench.events(EventType.UnitDestroyed).size());
    }

    @Test
    void shotsAreRefusedThatReloadReachTooFarHitOneselfOrComeFromAnothersUnit() {
        EntityId near = bench.unit(ANN, 10, 10);
        EntityId own = bench.unit(ANN, 11, 10);
        EntityId enemy = bench.unit(BOB, 12, 10);
        EntityId far = bench.unit(BOB, 10 + CombatRules.RANGE_METRES + 1, 10);

        assertEquals("that is too far away", bench.answer(ANN, new Fire(near, far)));
        assertEquals("that is your own", bench.answer(ANN, new Fire(near, own)));
        assertEquals(Force.NOT_YOURS, bench.answer(BOB, new Fire(near, enemy)));
        assertEquals("", bench.answer(ANN, new Fire(near, enemy)));
        assertEquals("it still reloads", bench.answer(ANN, new Fire(near, enemy)));
        assertEquals(Hull.FULL - CombatRules.DAMAGE, bench.health(enemy));
        assertEquals(1, bench.one(bench.all(War.class).get(0), War.class).hits());
    }

    @Test
    void aBattleIsMassiveOnceFromEightOnAndAgainOnlyAfterFewFought() {
        List<EntityId> anns = new ArrayList<>();
        List<EntityId> bobs = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            anns.add(bench.unit(ANN, 10 + i, 10));
            bobs.add(bench.unit(BOB, 10 + i, 20));
        }
        for (int i = 0; i < 3; i++) {
            bench.accepts(ANN, new Fire(anns.get(i), bobs.get(i)));
        }
        assertEquals(0, bench.events(EventType.MassiveBattle).size(), "six fight");
        bench.accepts(ANN, new Fire(anns.get(3), bobs.get(3)));
        List<CombatEvent> battles = bench.events(EventType.MassiveBattle);
        assertEquals(1, battles.size());
        List<EntityId> all = new ArrayList<>(anns);
        all.addAll(bobs);
        assertEquals(new HashSet<>(all), new HashSet<>(who(battles.get(0))));

        // Seven, six, eight again: the same battle.
        bench.millis += CombatRules.FIGHTS_MILLIS + 1;
        for (int i = 0; i < 3; i++) {
            bench.set(anns.get(i), new Hull(60, 0, bench.millis, "", 0));
            bench.set(bobs.get(i), new Hull(60, 0, bench.millis, "", 0));
        }
        bench.accepts(ANN, new Fire(anns.get(3), bobs.get(3)));
        assertEquals(1, bench.events(EventType.MassiveBattle).size());

        // Two fight: it is over. Eight: another one.
        bench.millis += CombatRules.FIGHTS_MILLIS + 1;
        bench.accepts(ANN, new Fire(anns.get(3), bobs.get(3)));
        for (int i = 0; i < 3; i++) {
            bench.accepts(ANN, new Fire(anns.get(i), bobs.get(i)));
        }
        assertEquals(2, bench.events(EventType.MassiveBattle).size());
    }

    @Test
    void aDepositIsCapturedByWhoStandsThereAndTheEventIsTheAuthoritys() {
        EntityId deposit = bench.all(Deposit.class).get(0);
        Deposit before = bench.one(deposit, Deposit.class);
        EntityId near = bench.unit(BOB, before.x() + 3, before.y());
        EntityId far = bench.unit(BOB, before.x() + 30, before.y());

        assertEquals("the deposit is too far away", bench.answer(BOB, new Capture(far, deposit)));
        assertEquals(Force.NOT_YOURS, bench.answer(ANN, new Capture(near, deposit)));
        bench.accepts(BOB, new Capture(near, deposit));
        assertEquals("it is yours", bench.answer(BOB, new Capture(near, deposit)));
        assertEquals(BOB, bench.one(deposit, Deposit.class).holder());
        List<CombatEvent> captures = bench.events(EventType.ResourceCapture);
        assertEquals(1, captures.size());
        assertEquals(List.of(deposit, near), who(captures.get(0)));
    }

    @Test
    void aBaseIsDestroyedAfterItsLastPartAndAllThatHitAnyPartTookPart() {
        bench.accepts(BOB, new Build(100, 100));
        assertEquals("you have a base", bench.answer(BOB, new Build(300, 300)));
        EntityId base = bench.all(Base.class).get(0);
        EntityId one = bench.unit(ANN, 100, 95);
        EntityId two = bench.unit(ANN, 100, 105);
        List<EntityId> parts = bench.all(BasePart.class);
        shoot(parts.get(0), 3, one);
        shoot(parts.get(1), 3, two);
        assertEquals(1, bench.one(base, Base.class).parts());
        assertEquals(0, bench.events(EventType.BaseDestroyed).size());
        shoot(parts.get(2), 3, one);

        List<CombatEvent> falls = bench.events(EventType.BaseDestroyed);
        assertEquals(1, falls.size());
        assertEquals(List.of(base, one, two), who(falls.get(0)));
        assertEquals(List.of(), bench.all(BasePart.class));
        assertFalse(bench.exists(base));
    }

    @Test
    void aPowerUpIsTakenOnceAndRepairsWhoTookIt() {
        EntityId powerUp = bench.all(PowerUp.class).get(0);
        PowerUp place = bench.one(powerUp, PowerUp.class);
        EntityId ann = bench.unit(ANN, place.x(), place.y());
        EntityId bob = bench.unit(BOB, place.x() + 1, place.y());
        shoot(ann, 2, bob);
        bench.accepts(ANN, new Take(ann, powerUp));

        assertEquals(Hull.FULL, bench.health(ann));
        assertEquals("somebody took it", bench.answer(BOB, new Take(bob, powerUp)));
        assertEquals(1, bench.one(bench.all(War.class).get(0), War.class).taken());
    }

    @Test
    void hullsAreGivenOnceToOwnUnitsAndNoMoreThanTakePartInOneBattle() {
        EntityId mine = bench.unit(ANN, 1, 1);

        assertEquals("it has a hull", bench.answer(ANN, new Enlist(mine)));
        assertEquals("that is no unit of yours", bench.answer(BOB, new Enlist(mine)));
        for (int i = 1; i < FieldRules.UNITS_MAX; i++) {
            bench.unit(ANN, 1, 1);
        }
        assertTrue(FieldRules.UNITS_MAX * 6 <= Participants.MAX, "six players fit");
        EntityId oneMore = new EntityId(6, 1);
        bench.set(oneMore, Unit.at(1, 1));
        assertEquals("that is no unit of yours", bench.answer(ANN, new Enlist(oneMore)));
    }

    @Test
    void theWarBeginsOnceAndKeepsTheNewestEventsAlone() {
        assertEquals("the war has begun", bench.answer(ANN, new Found()));
        EntityId deposit = bench.all(Deposit.class).get(0);
        Deposit place = bench.one(deposit, Deposit.class);
        EntityId ann = bench.unit(ANN, place.x(), place.y());
        EntityId bob = bench.unit(BOB, place.x(), place.y());
        int captures = CombatFeed.KEPT_MAX + 20;
        for (int i = 0; i < captures; i++) {
            bench.accepts(i % 2 == 0 ? ANN : BOB, new Capture(i % 2 == 0 ? ann : bob, deposit));
        }

        List<CombatEvent> kept = bench.events(EventType.ResourceCapture);
        assertEquals(CombatFeed.KEPT_MAX, kept.size());
        assertEquals(captures, kept.get(kept.size() - 1).number());
        assertEquals(captures, bench.one(deposit, Deposit.class).captures());
    }
}
