package worldmesh.samples.lanparty.play;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import worldmesh.peer.Entity;
import worldmesh.peer.World;
import worldmesh.samples.lanparty.action.ActionParser;
import worldmesh.samples.lanparty.action.DoorWord;
import worldmesh.samples.lanparty.action.Hands;
import worldmesh.samples.lanparty.island.Tile;
import worldmesh.samples.lanparty.island.Walk;
import worldmesh.samples.lanparty.model.Asset;
import worldmesh.samples.lanparty.model.Block;
import worldmesh.samples.lanparty.model.Chop;
import worldmesh.samples.lanparty.model.Gift;
import worldmesh.samples.lanparty.model.Mine;
import worldmesh.samples.lanparty.model.Offer;
import worldmesh.samples.lanparty.model.Punch;
import worldmesh.samples.lanparty.model.Rest;
import worldmesh.samples.lanparty.model.Sign;
import worldmesh.world.entity.EntityId;

/** Does what a player asks for: walks, edits the world, sends commands. Confined to the game's thread. */
final class Deeds implements Hands {
    /** From the middle of the tile; as far as one can reach with a block in the hand. */
    static final double BUILD_REACH = 8;

    /** Strokes are tried from this near; a little less than the rule allows, since poses are rounded. */
    private static final double STROKE_REACH = 2.2;

    private final World world;
    private final Board board;
    private final Me me;
    private final Others others;
    private final Market market;
    private final Audience audience;
    private final Outward outward;

    Deeds(World world, Board board, Me me, Others others, Market market, Audience audience, Outward outward) {
        this.world = world;
        this.board = board;
        this.me = me;
        this.others = others;
        this.market = market;
        this.audience = audience;
        this.outward = outward;
    }

    @Override
    public void steer(int dx, int dy) {
        me.steer(dx, dy);
    }

    @Override
    public void walk(int dx, int dy, int tiles) {
        Tile here = me.tile();
        List<Tile> way = new ArrayList<>();
        for (int i = 1; i <= tiles && board.isFree(here.plus(dx * i, dy * i)); i++) {
            way.add(here.plus(dx * i, dy * i));
        }
        if (way.isEmpty()) {
            refuse("something is in the way");
        }
        me.follow(way, null);
    }

    @Override
    public void goTo(float x, float y) {
        head(Tile.at(x, y), null);
    }

    @Override
    public void place(int colour, @Nullable Tile at) {
        Tile tile = at == null ? me.ahead() : at;
        if (!inReach(tile)) {
            return;
        }
        if (!board.isBuildable(tile) || tile.equals(me.tile())) {
            refuse("there is no room for a block at " + tile);
            return;
        }
        world.spawn(new Block(tile.x(), tile.y(), colour));
    }

    @Override
    public void remove(@Nullable Tile at) {
        Tile tile = at == null ? me.ahead() : at;
        if (!inReach(tile)) {
            return;
        }
        List<Thing> built =
                board.on(tile).filter(thing -> thing.kind().isBuilt()).toList();
        if (built.isEmpty()) {
            refuse("there is nothing to take away at " + tile);
        }
        built.forEach(thing -> world.entity(thing.id()).delete());
    }

    @Override
    public void sign(String text, @Nullable Tile at) {
        Tile tile = at == null ? me.ahead() : at;
        if (!inReach(tile)) {
            return;
        }
        if (!board.isBuildable(tile)) {
            refuse("there is no room for a sign at " + tile);
            return;
        }
        world.spawn(new Sign(tile.x(), tile.y(), text));
    }

    private boolean inReach(Tile tile) {
        boolean near = tile.distanceTo(me.x(), me.y()) <= BUILD_REACH;
        if (!near) {
            refuse("that is out of reach; come within " + (int) BUILD_REACH + " m");
        }
        return near;
    }

    @Override
    public void work(Asset asset, @Nullable Tile at) {
        Thing.Kind kind = asset == Asset.GOLD ? Thing.Kind.VEIN : Thing.Kind.TREE;
        Optional<Thing> target = at == null
                ? board.nearest(me.x(), me.y(), thing -> thing.kind() == kind && hasSome(thing, asset))
                : board.on(at).filter(thing -> thing.kind() == kind).findFirst();
        target.ifPresentOrElse(
                thing -> strike(thing, asset),
                () -> refuse("there is no " + (asset == Asset.GOLD ? "vein" : "tree") + " here"));
    }

    @Override
    public void act() {
        Optional<Thing> target =
                board.nearest(me.x(), me.y(), thing -> !thing.kind().isBuilt() && hasSome(thing, thing.asset()));
        target.ifPresentOrElse(thing -> strike(thing, thing.asset()), () -> refuse("there is nothing to work at"));
    }

    private boolean hasSome(Thing thing, Asset asset) {
        Entity account = world.entity(thing.id());
        return Purse.confirmed(account, asset) + Purse.pending(account, asset) > 0;
    }

    private void strike(Thing thing, Asset asset) {
        Record command = asset == Asset.GOLD ? new Mine(thing.id()) : new Chop(thing.id());
        if (thing.tile().distanceTo(me.x(), me.y()) > STROKE_REACH) {
            head(thing.tile(), command);
            return;
        }
        me.lookAt(thing.tile());
        me.whenStanding(command);
    }

    private void head(Tile tile, @Nullable Record then) {
        if (tile.equals(me.tile())) {
            me.follow(List.of(), then);
            return;
        }
        List<Tile> way = Walk.find(me.tile(), tile, board::isFree);
        if (way.isEmpty() && !(then != null && me.isBeside(tile))) {
            refuse("there is no way to " + tile);
            return;
        }
        me.follow(way, then);
    }

    @Override
    public void punch(@Nullable String name) {
        Optional<Entity> target = name == null ? me.nearestOf(others.playing()) : others.named(name);
        withPlayer(target, name, avatar -> me.whenStanding(new Punch(avatar.id())));
    }

    @Override
    public void rest() {
        me.whenStanding(new Rest());
    }

    @Override
    public void give(String name, Asset asset, long amount) {
        withPlayer(others.named(name), name, avatar -> outward.submit(new Gift(avatar.id(), asset, amount)));
    }

    private void withPlayer(Optional<Entity> target, @Nullable String name, Consumer<Entity> deed) {
        target.ifPresentOrElse(deed, () -> refuse(name == null ? "nobody is near" : "nobody here is called " + name));
    }

    @Override
    public void offer(Asset give, long giveAmount, Asset want, long wantAmount) {
        outward.submit(new Offer(give, giveAmount, want, wantAmount));
    }

    @Override
    public void accept(@Nullable String which) {
        Optional<EntityId> trade = market.find(which, false);
        trade.ifPresentOrElse(market::accept, () -> refuse("there is no such offer"));
    }

    @Override
    public void cancel(@Nullable String which) {
        Optional<EntityId> trade = market.find(which, true);
        trade.ifPresentOrElse(market::withdraw, () -> refuse("you have no open offer"));
    }

    @Override
    public void say(String text) {
        outward.say(text);
    }

    @Override
    public void announce(String text) {
        if (!outward.announce(text)) {
            refuse("only the host announces; use say");
        }
    }

    @Override
    public void door(DoorWord word) {
        try {
            outward.door(word).forEach(line -> audience.heard("", 0, line));
        } catch (IllegalStateException | IllegalArgumentException e) {
            refuse(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public void readOnly(String reason) {
        if (!outward.readOnly(reason)) {
            refuse("only the host makes the world read-only");
        }
    }

    @Override
    public void adopt() {
        if (!outward.adopt()) {
            refuse("your side has its majority; there is nobody to go on without");
        }
    }

    @Override
    public void who() {
        outward.who().forEach(line -> audience.heard("", 0, line));
    }

    @Override
    public void help() {
        ActionParser.usages().forEach(line -> audience.heard("", 0, line));
    }

    private void refuse(String reason) {
        audience.noticed(Audience.Tone.REJECTED, reason);
    }
}
