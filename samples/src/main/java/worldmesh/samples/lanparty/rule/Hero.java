package worldmesh.samples.lanparty.rule;

import org.jspecify.annotations.Nullable;
import worldmesh.runtime.identity.PeerId;
import worldmesh.samples.lanparty.model.Asset;
import worldmesh.samples.lanparty.model.Footing;
import worldmesh.samples.lanparty.model.Gold;
import worldmesh.samples.lanparty.model.Vitals;
import worldmesh.samples.lanparty.model.Wood;
import worldmesh.world.entity.EntityId;
import worldmesh.world.rule.RuleView;

/**
 * A player who is in the game, as a rule sees it.
 *
 * @param avatar the player's entity
 * @param footing where the authority has seen it stand
 * @param vitals how it fares
 */
record Hero(EntityId avatar, Footing footing, Vitals vitals) {
    /** What a rule says to a player who is not in the game. */
    static final String NOT_HERE = "enter the game first";

    /** The hero of the player who sent the command, or null before it entered. */
    static @Nullable Hero of(RuleView view) {
        return owned(view, view.player());
    }

    /** The hero that is this avatar, or null if it is not in the game. */
    static @Nullable Hero at(RuleView view, EntityId avatar) {
        Footing footing = view.get(avatar, Footing.class);
        Vitals vitals = view.get(avatar, Vitals.class);
        if (vitals == null) {
            return null;
        }
        // Players of a world that is older than footings begin where new ones do.
        return new Hero(avatar, footing == null ? Footing.start(0) : footing, vitals);
    }

    /** What the hero has of something. */
    static long balance(RuleView view, EntityId account, Asset asset) {
        if (asset == Asset.GOLD) {
            Gold gold = view.get(account, Gold.class);
            return gold == null ? 0 : gold.gold();
        }
        Wood wood = view.get(account, Wood.class);
        return wood == null ? 0 : wood.wood();
    }

    /** Metres from the hero to a point. */
    double distanceTo(double x, double y) {
        return footing.distanceTo(x, y);
    }

    private static @Nullable Hero owned(RuleView view, PeerId player) {
        Hero[] found = new Hero[1];
        view.each(Vitals.class, (entity, vitals) -> {
            PeerId owner = view.owner(entity);
            if (found[0] == null && owner != null && owner.equals(player)) {
                found[0] = at(view, entity);
            }
        });
        return found[0];
    }
}
