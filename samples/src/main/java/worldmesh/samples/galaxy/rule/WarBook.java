package worldmesh.samples.galaxy.rule;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import worldmesh.samples.galaxy.event.CombatFeed;
import worldmesh.samples.galaxy.event.Participants;
import worldmesh.samples.galaxy.model.CombatEvent;
import worldmesh.samples.galaxy.model.EventType;
import worldmesh.samples.galaxy.model.War;
import worldmesh.world.entity.EntityId;
import worldmesh.world.rule.Effect;
import worldmesh.world.rule.RuleView;
import worldmesh.world.sector.SectorId;

/** The effects of one decision, with the events it makes: numbered one after the other, old ones taken away. */
final class WarBook {
    static final String NO_WAR = "the war has not begun";

    private final RuleView view;
    private final EntityId place;
    private final War before;
    private War war;
    private final List<Effect> effects = new ArrayList<>();
    private int events;

    private WarBook(RuleView view, EntityId place, War war) {
        this.view = view;
        this.place = place;
        this.before = war;
        this.war = war;
    }

    /** The book of the war, or null before it began. */
    static @Nullable WarBook open(RuleView view) {
        List<WarBook> found = new ArrayList<>(1);
        view.each(War.class, (entity, war) -> {
            if (found.isEmpty()) {
                found.add(new WarBook(view, entity, war));
            }
        });
        return found.isEmpty() ? null : found.get(0);
    }

    War war() {
        return war;
    }

    void war(War changed) {
        war = changed;
    }

    WarBook add(Effect effect) {
        effects.add(effect);
        return this;
    }

    /** Tells an event of {@code sector}: an entity of the authority's own, which it alone can make, among the news. */
    void tell(SectorId sector, EventType type, Participants who) {
        long number = war.nextEvent();
        CombatEvent event = new CombatEvent(sector, type, who.text(), view.worldMillis(), number);
        effects.add(new Effect.Spawn(100 + events++, War.NEWS, view.player(), List.of(event)));
        war = war.told(1);
    }

    /** All effects. */
    List<Effect> effects() {
        List<Effect> all = new ArrayList<>(effects);
        if (events > 0) {
            long oldest = war.nextEvent() - CombatFeed.KEPT_MAX;
            view.each(CombatEvent.class, (entity, event) -> {
                if (event.number() < oldest) {
                    all.add(new Effect.Delete(entity));
                }
            });
        }
        if (!war.equals(before)) {
            all.add(new Effect.Set(place, war));
        }
        return all;
    }
}
