package worldmesh.samples.galaxy.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import worldmesh.samples.galaxy.event.Participants;
import worldmesh.samples.galaxy.model.Base;
import worldmesh.samples.galaxy.model.BasePart;
import worldmesh.samples.galaxy.model.EventType;
import worldmesh.samples.galaxy.model.Fire;
import worldmesh.samples.galaxy.model.Front;
import worldmesh.samples.galaxy.model.Hull;
import worldmesh.world.entity.EntityId;
import worldmesh.world.rule.Decision;
import worldmesh.world.rule.Effect;
import worldmesh.world.rule.RuleView;
import worldmesh.world.sector.SectorId;

/** Shots, what they destroy, and when fighting is a massive battle. */
final class CombatRules {
    /** How far a shot goes. */
    static final double RANGE_METRES = 60;

    /** What a hit costs. */
    static final int DAMAGE = 20;

    /** Between two shots of one unit. */
    static final long RELOAD_MILLIS = 800;

    /** Units that fight in one sector make a battle massive from so many on. */
    static final int MASSIVE_FROM = 8;

    /** A massive battle lasts until no more than so many fight: half, so one unit more or less does not flicker. */
    static final int MASSIVE_UNTIL = 4;

    /** Who shot or was hit within this time fights. */
    static final long FIGHTS_MILLIS = 5_000;

    private static final int FRONT_PLACEHOLDER = 99;

    private CombatRules() {}

    static Decision fire(Fire command, RuleView view) {
        Force attacker = Force.own(view, command.unit());
        WarBook book = WarBook.open(view);
        if (book == null) {
            return Decision.reject(WarBook.NO_WAR);
        }
        if (attacker == null) {
            return Decision.reject(Force.NOT_YOURS);
        }
        if (view.worldMillis() < attacker.hull().readyAt()) {
            return Decision.reject("it still reloads");
        }
        Force target = Force.of(view, command.target());
        BasePart part = view.exists(command.target()) ? view.get(command.target(), BasePart.class) : null;
        double x;
        double y;
        if (target != null) {
            x = target.unit().x();
            y = target.unit().y();
        } else if (part != null) {
            x = part.x();
            y = part.y();
        } else {
            return Decision.reject("there is nothing to shoot at");
        }
        if (Objects.equals(view.owner(command.target()), view.player())) {
            return Decision.reject("that is your own");
        }
        if (!attacker.reaches(x, y, RANGE_METRES)) {
            return Decision.reject("that is too far away");
        }
        long now = view.worldMillis();
        book.war(book.war().hit());
        book.add(new Effect.Set(attacker.id(), attacker.hull().shot(now, now + RELOAD_MILLIS)));
        if (target != null) {
            hitUnit(attacker, target, view, book);
        } else if (part != null) {
            hitPart(attacker, command.target(), part, view, book);
        }
        return Decision.accept(book.effects());
    }

    private static void hitUnit(Force attacker, Force target, RuleView view, WarBook book) {
        Participants attackers = Participants.parse(target.hull().attackers()).with(List.of(attacker.id()));
        Hull hull = target.hull().hit(DAMAGE, view.worldMillis(), attackers.text());
        book.add(new Effect.Set(target.id(), hull));
        SectorId sector = view.sectorOf(target.id());
        if (hull.wrecked()) {
            book.tell(
                    sector,
                    EventType.UnitDestroyed,
                    Participants.of(target.id()).with(attackers.ids()));
        }
        judgeFront(sector, List.of(attacker.id(), target.id()), view, book);
    }

    /** A battle gets massive at {@link #MASSIVE_FROM} who fight, and is over at {@link #MASSIVE_UNTIL}. */
    private static void judgeFront(SectorId sector, List<EntityId> now, RuleView view, WarBook book) {
        List<EntityId> fighting = new ArrayList<>();
        view.each(Hull.class, (entity, hull) -> {
            boolean lately = hull.foughtAt() > 0 && view.worldMillis() - hull.foughtAt() <= FIGHTS_MILLIS;
            if ((lately || now.contains(entity)) && view.sectorOf(entity).equals(sector)) {
                fighting.add(entity);
            }
        });
        @Nullable Placed front = front(sector, view);
        boolean massive = front != null && front.massive;
        boolean becomes = massive ? fighting.size() > MASSIVE_UNTIL : fighting.size() >= MASSIVE_FROM;
        if (becomes != massive && front != null) {
            book.add(new Effect.Set(front.entity, new Front(sector, becomes)));
        } else if (becomes != massive) {
            book.add(new Effect.Spawn(FRONT_PLACEHOLDER, sector, view.player(), List.of(new Front(sector, becomes))));
        }
        if (becomes && !massive) {
            book.tell(sector, EventType.MassiveBattle, new Participants(fighting));
        }
    }

    private record Placed(EntityId entity, boolean massive) {}

    private static @Nullable Placed front(SectorId sector, RuleView view) {
        List<Placed> found = new ArrayList<>(1);
        view.each(Front.class, (entity, front) -> {
            if (front.sector().equals(sector)) {
                found.add(new Placed(entity, front.massive()));
            }
        });
        return found.isEmpty() ? null : found.get(0);
    }

    private static void hitPart(Force attacker, EntityId id, BasePart part, RuleView view, WarBook book) {
        BasePart after = part.hit(DAMAGE);
        SectorId sector = view.sectorOf(id);
        book.add(after.health() > 0 ? new Effect.Set(id, after) : new Effect.Delete(id));
        view.each(Base.class, (entity, base) -> {
            if (base.number() == part.base()) {
                Participants attackers = Participants.parse(base.attackers()).with(List.of(attacker.id()));
                int parts = base.parts() - (after.health() > 0 ? 0 : 1);
                if (parts > 0) {
                    book.add(new Effect.Set(entity, new Base(base.number(), parts, attackers.text())));
                } else {
                    book.add(new Effect.Delete(entity));
                    book.tell(
                            sector,
                            EventType.BaseDestroyed,
                            Participants.of(entity).with(attackers.ids()));
                }
            }
        });
    }
}
