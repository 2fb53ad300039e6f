package worldmesh.world.rule;

import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import worldmesh.runtime.identity.PeerId;
import worldmesh.world.entity.EntityId;
import worldmesh.world.sector.SectorGrid;
import worldmesh.world.sector.SectorId;

/** The world as a rule sees it, and who asks. Reads only; every iteration is in the order of entity ids. */
public interface RuleView {
    /** The player who sent the command. */
    PeerId player();

    /**
     * The number of the tick that decides. A prediction knows it once the command is answered; before, it takes the one
     * after the newest tick that this peer has a receipt of, and is decided anew when a receipt says better.
     */
    long tick();

    /** World time at the tick. */
    long worldMillis();

    /** A number for rules that roll dice: the same for everybody who runs this rule on this tick and command. */
    long seed();

    /** How the plane of the world is cut into sectors: where a rule puts what it lets be born. */
    SectorGrid grid();

    /** True if the entity lives. */
    boolean exists(EntityId entity);

    /** The owner of the entity, null if it is unknown. */
    @Nullable PeerId owner(EntityId entity);

    /** Where the entity is; an {@link IllegalArgumentException} if it does not exist. */
    SectorId sectorOf(EntityId entity);

    /** The entity's component, null if it has none. */
    <T extends Record> @Nullable T get(EntityId entity, Class<T> type);

    /** Visits all living entities that have the component. */
    <T extends Record> void each(Class<T> type, BiConsumer<EntityId, T> visitor);
}
