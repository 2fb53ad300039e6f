package worldmesh.samples.galaxy.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import worldmesh.samples.galaxy.event.Participants;
import worldmesh.samples.galaxy.model.Base;
import worldmesh.samples.galaxy.model.BasePart;
import worldmesh.samples.galaxy.model.Build;
import worldmesh.samples.galaxy.model.Capture;
import worldmesh.samples.galaxy.model.Deposit;
import worldmesh.samples.galaxy.model.Enlist;
import worldmesh.samples.galaxy.model.EventType;
import worldmesh.samples.galaxy.model.Hull;
import worldmesh.samples.galaxy.model.PowerUp;
import worldmesh.samples.galaxy.model.Rebuild;
import worldmesh.samples.galaxy.model.Take;
import worldmesh.samples.galaxy.model.Unit;
import worldmesh.samples.galaxy.model.War;
import worldmesh.world.entity.EntityId;
import worldmesh.world.rule.Decision;
import worldmesh.world.rule.Effect;
import worldmesh.world.rule.RuleView;
import worldmesh.world.sector.SectorId;

/** The beginning, who may act, and what lies in the field: deposits, power-ups, bases. */
final class FieldRules {
    /** How near a unit must be to take something. */
    static final double REACH_METRES = 12;

    /** Hulls of one player at a time. */
    static final int UNITS_MAX = 24;

    /** Bases of one player at a time. */
    static final int BASES_MAX = 1;

    /** A wreck lies so long. */
    static final long WRECK_MILLIS = 3_000;

    private static final double PART_METRES = 10;

    private FieldRules() {}

    static Decision found(RuleView view) {
        if (WarBook.open(view) != null) {
            return Decision.reject("the war has begun");
        }
        List<Effect> effects = new ArrayList<>();
        effects.add(new Effect.Spawn(0, War.NEWS, view.player(), List.of(War.BEGIN)));
        for (int i = 0; i < Field.DEPOSITS; i++) {
            Deposit deposit = new Deposit(Field.depositX(i), Field.depositY(i), Deposit.NOBODY, 0);
            effects.add(new Effect.Spawn(1 + i, at(deposit.x(), deposit.y(), view), view.player(), List.of(deposit)));
        }
        for (int i = 0; i < Field.POWER_UPS; i++) {
            PowerUp powerUp = new PowerUp(Field.powerUpX(i), Field.powerUpY(i));
            SectorId sector = at(powerUp.x(), powerUp.y(), view);
            effects.add(new Effect.Spawn(50 + i, sector, view.player(), List.of(powerUp)));
        }
        return Decision.accept(effects);
    }

    private static SectorId at(double x, double y, RuleView view) {
        return view.grid().containing(x, y);
    }

    static Decision enlist(Enlist command, RuleView view) {
        EntityId id = command.unit();
        boolean own = view.exists(id) && Objects.equals(view.owner(id), view.player());
        if (!own || view.get(id, Unit.class) == null) {
            return Decision.reject("that is no unit of yours");
        }
        if (view.get(id, Hull.class) != null) {
            return Decision.reject("it has a hull");
        }
        int[] hulls = new int[2];
        view.each(Hull.class, (entity, hull) -> {
            hulls[0]++;
            hulls[1] += Objects.equals(view.owner(entity), view.player()) ? 1 : 0;
        });
        // All hulls of the world fit one list of participants, so that a massive battle names everybody.
        return hulls[0] >= Participants.MAX || hulls[1] >= UNITS_MAX
                ? Decision.reject("there are units enough")
                : Decision.accept(new Effect.Set(id, Hull.fresh()));
    }

    static Decision rebuild(Rebuild command, RuleView view) {
        EntityId id = command.unit();
        Hull hull = view.exists(id) ? view.get(id, Hull.class) : null;
        if (hull == null || !Objects.equals(view.owner(id), view.player())) {
            return Decision.reject("that is no wreck of yours");
        }
        if (!hull.wrecked()) {
            return Decision.reject("it is no wreck");
        }
        return view.worldMillis() - hull.foughtAt() < WRECK_MILLIS
                ? Decision.reject("it still burns")
                : Decision.accept(new Effect.Set(id, hull.repaired()));
    }

    static Decision build(Build command, RuleView view) {
        WarBook book = WarBook.open(view);
        if (book == null) {
            return Decision.reject(WarBook.NO_WAR);
        }
        if (!(Math.abs(command.x()) <= Unit.METRES_MAX && Math.abs(command.y()) <= Unit.METRES_MAX)) {
            return Decision.reject("that is outside the galaxy");
        }
        int[] bases = new int[1];
        view.each(Base.class, (entity, base) -> bases[0] += Objects.equals(view.owner(entity), view.player()) ? 1 : 0);
        if (bases[0] >= BASES_MAX) {
            return Decision.reject("you have a base");
        }
        long number = book.war().nextBase();
        book.war(book.war().built());
        SectorId home = at(command.x(), command.y(), view);
        book.add(new Effect.Spawn(0, home, view.player(), List.of(new Base(number, Base.PARTS, ""))));
        for (int i = 0; i < Base.PARTS; i++) {
            double angle = 2 * Math.PI * i / Base.PARTS;
            double x = command.x() + PART_METRES * Math.cos(angle);
            double y = command.y() + PART_METRES * Math.sin(angle);
            BasePart part = new BasePart(number, x, y, BasePart.FULL);
            book.add(new Effect.Spawn(1 + i, at(x, y, view), view.player(), List.of(part)));
        }
        return Decision.accept(book.effects());
    }

    static Decision capture(Capture command, RuleView view) {
        Force force = Force.own(view, command.unit());
        WarBook book = WarBook.open(view);
        Deposit deposit = view.exists(command.deposit()) ? view.get(command.deposit(), Deposit.class) : null;
        if (book == null || deposit == null) {
            return Decision.reject("there is no such deposit");
        }
        if (force == null) {
            return Decision.reject(Force.NOT_YOURS);
        }
        if (!force.reaches(deposit.x(), deposit.y(), REACH_METRES)) {
            return Decision.reject("the deposit is too far away");
        }
        if (deposit.holder().equals(view.player())) {
            return Decision.reject("it is yours");
        }
        book.add(new Effect.Set(command.deposit(), deposit.captured(view.player())));
        book.tell(
                view.sectorOf(command.deposit()),
                EventType.ResourceCapture,
                Participants.of(command.deposit(), command.unit()));
        return Decision.accept(book.effects());
    }

    static Decision take(Take command, RuleView view) {
        Force force = Force.own(view, command.unit());
        WarBook book = WarBook.open(view);
        PowerUp powerUp = view.exists(command.powerUp()) ? view.get(command.powerUp(), PowerUp.class) : null;
        if (book == null || powerUp == null) {
            return Decision.reject("somebody took it");
        }
        if (force == null) {
            return Decision.reject(Force.NOT_YOURS);
        }
        if (!force.reaches(powerUp.x(), powerUp.y(), REACH_METRES)) {
            return Decision.reject("the power-up is too far away");
        }
        book.war(book.war().tookPowerUp());
        book.add(new Effect.Delete(command.powerUp()));
        book.add(new Effect.Set(command.unit(), force.hull().repaired()));
        return Decision.accept(book.effects());
    }
}
