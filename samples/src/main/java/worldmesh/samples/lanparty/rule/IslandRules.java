package worldmesh.samples.lanparty.rule;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import worldmesh.runtime.identity.PeerId;
import worldmesh.samples.lanparty.island.Island;
import worldmesh.samples.lanparty.island.Quarter;
import worldmesh.samples.lanparty.island.Site;
import worldmesh.samples.lanparty.island.Tile;
import worldmesh.samples.lanparty.model.Asset;
import worldmesh.samples.lanparty.model.Avatar;
import worldmesh.samples.lanparty.model.Awaken;
import worldmesh.samples.lanparty.model.Enter;
import worldmesh.samples.lanparty.model.Footing;
import worldmesh.samples.lanparty.model.Pose;
import worldmesh.samples.lanparty.model.Realm;
import worldmesh.samples.lanparty.model.Tree;
import worldmesh.samples.lanparty.model.Vein;
import worldmesh.samples.lanparty.model.Vitals;
import worldmesh.world.rule.Decision;
import worldmesh.world.rule.Effect;
import worldmesh.world.rule.RuleView;
import worldmesh.world.sector.SectorId;

/** How the world begins and how players come into it. */
final class IslandRules {
    private IslandRules() {}

    /** Trees and veins of one quarter, with what is in them; anybody may ask, it happens once. */
    static Decision awaken(Awaken command, RuleView view) {
        Quarter[] quarters = Quarter.values();
        if (command.quarter() < 0 || command.quarter() >= quarters.length) {
            return Decision.reject("the island has quarters 0 to " + (quarters.length - 1));
        }
        Quarter quarter = quarters[command.quarter()];
        if (isAwake(view, quarter)) {
            return Decision.reject("this quarter is awake already");
        }
        @Nullable Realm realm = realm(view);
        if (realm != null && realm.seed() != command.seed()) {
            return Decision.reject("the island is made from another seed");
        }
        List<Effect> effects = new ArrayList<>();
        List<Site> sites = new Island(command.seed()).sites(quarter);
        for (int i = 0; i < sites.size(); i++) {
            addSite(i, sites.get(i), view, effects);
        }
        if (realm == null) {
            Record founded = new Realm(command.seed());
            effects.add(new Effect.Spawn(sites.size(), SectorId.ORIGIN, view.player(), List.of(founded)));
        }
        return Decision.accept(effects);
    }

    private static void addSite(int local, Site site, RuleView view, List<Effect> effects) {
        boolean tree = site.kind() == Site.Kind.TREE;
        Tile tile = site.tile();
        Record body = tree ? new Tree(tile.x(), tile.y()) : new Vein(tile.x(), tile.y());
        effects.add(new Effect.Spawn(local, tile.sector(view.grid()), view.player(), List.of(body)));
        Asset asset = tree ? Asset.WOOD : Asset.GOLD;
        effects.add(new Effect.Mint(Effect.placeholder(local), asset.account(), site.amount()));
    }

    private static @Nullable Realm realm(RuleView view) {
        Realm[] found = new Realm[1];
        view.each(Realm.class, (entity, realm) -> found[0] = realm);
        return found[0];
    }

    private static boolean isAwake(RuleView view, Quarter quarter) {
        boolean[] found = new boolean[1];
        view.each(Vein.class, (entity, vein) -> found[0] |= quarter.contains(new Tile(vein.x(), vein.y())));
        return found[0];
    }

    /** An avatar becomes a hero: the authority gives it hit points and sees it by the fire. */
    static Decision enter(Enter command, RuleView view) {
        PeerId owner = view.owner(command.avatar());
        if (owner == null || !owner.equals(view.player())) {
            return Decision.reject("that avatar belongs to somebody else");
        }
        if (view.get(command.avatar(), Avatar.class) == null || view.get(command.avatar(), Pose.class) == null) {
            return Decision.reject("that avatar has no name or no place yet");
        }
        @Nullable Hero here = Hero.of(view);
        if (here != null) {
            return Decision.reject("you are in the game already");
        }
        return Decision.accept(
                new Effect.Set(command.avatar(), Vitals.fresh()),
                new Effect.Set(command.avatar(), Footing.start(view.worldMillis())));
    }
}
