package worldmesh.samples.lanparty.play;

import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import worldmesh.peer.Entity;
import worldmesh.peer.View;
import worldmesh.peer.World;
import worldmesh.samples.lanparty.model.Footing;
import worldmesh.samples.lanparty.model.Pose;
import worldmesh.world.entity.EntityId;

/**
 * Where players are drawn: where their owners say, but never further from the footing the authority has seen than they
 * can have walked. Confined to the game's thread.
 */
final class Sight {
    private final World world;
    private final Set<EntityId> beyond = new TreeSet<>();
    private long excesses;

    Sight(World world) {
        this.world = world;
    }

    /** Where an avatar is drawn, or null if it is nowhere. */
    @Nullable Pose of(Entity avatar) {
        Pose claimed = avatar.get(Pose.class);
        if (claimed == null || avatar.mine()) {
            return claimed;
        }
        Footing seen = avatar.get(Footing.class, View.PENDING);
        long now = world.worldMillis();
        Footing footing = seen == null ? Footing.start(now) : seen;
        Pose drawn = footing.bounded(claimed, now);
        if (drawn.equals(claimed)) {
            beyond.remove(avatar.id());
        } else if (beyond.add(avatar.id())) {
            excesses++;
        }
        return drawn;
    }

    /** How often another player's pose has left what it can have walked. */
    long excesses() {
        return excesses;
    }
}
