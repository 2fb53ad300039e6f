package worldmesh.samples.lanparty;

import java.util.List;
import java.util.stream.Stream;
import worldmesh.peer.World;
import worldmesh.samples.lanparty.island.Tile;
import worldmesh.samples.lanparty.model.Accept;
import worldmesh.samples.lanparty.model.Avatar;
import worldmesh.samples.lanparty.model.Awaken;
import worldmesh.samples.lanparty.model.Block;
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
import worldmesh.samples.lanparty.model.Sign;
import worldmesh.samples.lanparty.model.Step;
import worldmesh.samples.lanparty.model.Trade;
import worldmesh.samples.lanparty.model.Tree;
import worldmesh.samples.lanparty.model.Vein;
import worldmesh.samples.lanparty.model.Vitals;
import worldmesh.samples.lanparty.model.Withdraw;
import worldmesh.samples.lanparty.model.Wood;
import worldmesh.samples.lanparty.rule.GameRules;
import worldmesh.world.component.Schema;
import worldmesh.world.sector.SectorGrid;
import worldmesh.world.sector.SectorId;

/** Declares the game to the engine: components, commands, rules, and where things lie. */
public final class GameWorld {
    private static final List<Class<? extends Record>> COMPONENTS = List.of(
            Pose.class,
            Avatar.class,
            Block.class,
            Sign.class,
            Realm.class,
            Tree.class,
            Vein.class,
            Vitals.class,
            Footing.class,
            Trade.class,
            Gold.class,
            Wood.class);

    private static final List<Class<? extends Record>> COMMANDS = List.of(
            Awaken.class,
            Enter.class,
            Step.class,
            Mine.class,
            Chop.class,
            Punch.class,
            Rest.class,
            Gift.class,
            Offer.class,
            Accept.class,
            Withdraw.class);

    private GameWorld() {}

    /** Everything the game stores and asks for, as an auditor needs it. */
    public static Schema schema() {
        return Schema.of(types());
    }

    /** Components and commands, as the headless node registers them. */
    public static List<Class<? extends Record>> types() {
        return Stream.concat(COMPONENTS.stream(), COMMANDS.stream()).toList();
    }

    /** The sector of everything that lies somewhere. */
    static SectorId sectorOf(Pose pose, SectorGrid grid) {
        return Tile.at(pose.x(), pose.y()).sector(grid);
    }

    /** A builder that knows the game; store and name are still to be given. */
    public static World.Builder builder() {
        World.Builder builder = World.builder().rules(GameRules.book());
        COMPONENTS.forEach(builder::components);
        COMMANDS.forEach(builder::commands);
        return builder.sectorBy(Pose.class, GameWorld::sectorOf)
                .sectorBy(Block.class, (block, grid) -> new Tile(block.x(), block.y()).sector(grid))
                .sectorBy(Sign.class, (sign, grid) -> new Tile(sign.x(), sign.y()).sector(grid));
    }
}
