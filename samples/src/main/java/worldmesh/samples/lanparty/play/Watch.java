package worldmesh.samples.lanparty.play;

import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import worldmesh.peer.Entity;
import worldmesh.peer.World;
import worldmesh.samples.lanparty.island.Island;
import worldmesh.samples.lanparty.island.Tile;
import worldmesh.samples.lanparty.model.Block;
import worldmesh.samples.lanparty.model.Gold;
import worldmesh.samples.lanparty.model.Realm;
import worldmesh.samples.lanparty.model.Sign;
import worldmesh.samples.lanparty.model.Tree;
import worldmesh.samples.lanparty.model.Vein;
import worldmesh.samples.lanparty.model.Wood;
import worldmesh.samples.lanparty.page.FrameLines;
import worldmesh.samples.lanparty.page.Pages;
import worldmesh.world.entity.EntityId;

/** Observes the world: keeps the board up to date and shows the pages what changed on it. */
final class Watch {
    private final World world;
    private final Board board;
    private final Pages pages;
    private final Set<EntityId> pending = new TreeSet<>();

    Watch(World world, Board board, Pages pages) {
        this.world = world;
        this.board = board;
        this.pages = pages;
    }

    /** Begins to observe. */
    void begin() {
        world.observe(Realm.class).onChange((entity, old, now) -> board.lay(new Island(now.seed())));
        world.observe(Block.class)
                .onChange((entity, old, now) -> show(block(entity, now)))
                .onRemove((entity, old) -> hide(entity));
        world.observe(Sign.class)
                .onChange((entity, old, now) -> show(sign(entity, now)))
                .onRemove((entity, old) -> hide(entity));
        world.observe(Tree.class).onChange((entity, old, now) -> show(site(entity, Thing.Kind.TREE, now.x(), now.y())));
        world.observe(Vein.class).onChange((entity, old, now) -> show(site(entity, Thing.Kind.VEIN, now.x(), now.y())));
        world.observe(Gold.class).onChange((entity, old, now) -> refresh(entity.id()));
        world.observe(Wood.class).onChange((entity, old, now) -> refresh(entity.id()));
    }

    private static Thing block(Entity entity, Block block) {
        return new Thing(entity.id(), Thing.Kind.BLOCK, new Tile(block.x(), block.y()), block.colour(), "");
    }

    private static Thing sign(Entity entity, Sign sign) {
        return new Thing(entity.id(), Thing.Kind.SIGN, new Tile(sign.x(), sign.y()), 0, sign.text());
    }

    private static Thing site(Entity entity, Thing.Kind kind, int x, int y) {
        return new Thing(entity.id(), kind, new Tile(x, y), 0, "");
    }

    private void show(Thing thing) {
        board.put(thing);
        refresh(thing.id());
    }

    private void hide(Entity entity) {
        board.remove(entity.id());
        pages.remove(Ids.text(entity.id()));
    }

    /** Shows again what was shown as pending: an answer may have come that changed no drawn value. */
    void refreshPending() {
        Set.copyOf(pending).forEach(this::refresh);
    }

    private void refresh(EntityId id) {
        Thing thing = board.find(id);
        if (thing == null) {
            return;
        }
        FrameLines.Thing line = line(thing);
        if (line.p() != 0) {
            pending.add(id);
        } else {
            pending.remove(id);
        }
        pages.put(line);
    }

    private FrameLines.Thing line(Thing thing) {
        long left = 0;
        long waiting = 0;
        if (!thing.kind().isBuilt()) {
            Entity account = world.entity(thing.id());
            waiting = Purse.pending(account, thing.asset());
            left = Purse.confirmed(account, thing.asset()) + waiting;
        }
        return new FrameLines.Thing(
                Ids.text(thing.id()),
                thing.kind().name().toLowerCase(Locale.ROOT),
                thing.tile().x(),
                thing.tile().y(),
                Math.floorMod(thing.colour(), 8),
                left,
                waiting,
                thing.text().isEmpty() ? null : thing.text());
    }
}
