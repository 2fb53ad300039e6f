package worldmesh.samples.galaxy.world;

import java.util.List;
import java.util.stream.Stream;
import worldmesh.peer.World;
import worldmesh.samples.galaxy.model.Base;
import worldmesh.samples.galaxy.model.BasePart;
import worldmesh.samples.galaxy.model.Build;
import worldmesh.samples.galaxy.model.Capture;
import worldmesh.samples.galaxy.model.CombatEvent;
import worldmesh.samples.galaxy.model.Commons;
import worldmesh.samples.galaxy.model.Deposit;
import worldmesh.samples.galaxy.model.Enlist;
import worldmesh.samples.galaxy.model.Fire;
import worldmesh.samples.galaxy.model.Found;
import worldmesh.samples.galaxy.model.Front;
import worldmesh.samples.galaxy.model.Hull;
import worldmesh.samples.galaxy.model.PowerUp;
import worldmesh.samples.galaxy.model.Rebuild;
import worldmesh.samples.galaxy.model.Shots;
import worldmesh.samples.galaxy.model.Take;
import worldmesh.samples.galaxy.model.Terrain;
import worldmesh.samples.galaxy.model.Unit;
import worldmesh.samples.galaxy.model.War;
import worldmesh.samples.galaxy.rule.GalaxyRules;
import worldmesh.samples.galaxy.wire.UnitCodec;
import worldmesh.world.component.Schema;

/** Declares the galaxy to the engine: components, commands, rules, and how units travel. */
public final class GalaxyWorld {
    private static final List<Class<? extends Record>> COMPONENTS = List.of(
            Unit.class,
            Hull.class,
            Deposit.class,
            Base.class,
            BasePart.class,
            PowerUp.class,
            Commons.class,
            Terrain.class,
            Shots.class,
            War.class,
            Front.class,
            CombatEvent.class);

    private static final List<Class<? extends Record>> COMMANDS =
            List.of(Found.class, Enlist.class, Build.class, Fire.class, Capture.class, Take.class, Rebuild.class);

    private GalaxyWorld() {}

    /** Everything the game stores and asks for, as an auditor needs it. */
    public static Schema schema() {
        return Schema.of(Stream.concat(COMPONENTS.stream(), COMMANDS.stream()).toList());
    }

    /** A builder that knows the game; store and name are still to be given. */
    public static World.Builder builder(UnitCodec units) {
        World.Builder builder = World.builder().rules(GalaxyRules.book());
        COMPONENTS.forEach(builder::components);
        COMMANDS.forEach(builder::commands);
        return builder.deltas(Unit.class, units)
                .sectorBy(Unit.class, (unit, grid) -> grid.containing(unit.x(), unit.y()));
    }
}
