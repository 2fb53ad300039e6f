package worldmesh.samples.galaxy.rule;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import worldmesh.samples.galaxy.model.Hull;
import worldmesh.samples.galaxy.model.Unit;
import worldmesh.world.entity.EntityId;
import worldmesh.world.rule.RuleView;

/** A unit that a rule can count on: it lives, it stands somewhere, it is no wreck. */
record Force(EntityId id, Unit unit, Hull hull) {
    static final String NOT_YOURS = "that is no unit of yours that can act";

    /** A unit of anybody's, or null. */
    static @Nullable Force of(RuleView view, EntityId id) {
        Unit unit = view.exists(id) ? view.get(id, Unit.class) : null;
        Hull hull = unit == null ? null : view.get(id, Hull.class);
        return unit == null || hull == null || hull.wrecked() ? null : new Force(id, unit, hull);
    }

    /** A unit of the player's, or null. */
    static @Nullable Force own(RuleView view, EntityId id) {
        Force force = of(view, id);
        return force != null && Objects.equals(view.owner(id), view.player()) ? force : null;
    }

    /** True if it stands that near to a point. */
    boolean reaches(double x, double y, double metres) {
        return unit.distanceTo(x, y) <= metres;
    }
}
