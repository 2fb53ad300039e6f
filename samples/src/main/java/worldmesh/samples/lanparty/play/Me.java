package worldmesh.samples.lanparty.play;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import worldmesh.peer.Entity;
import worldmesh.samples.lanparty.island.Tile;
import worldmesh.samples.lanparty.model.Footing;
import worldmesh.samples.lanparty.model.Pose;
import worldmesh.world.entity.EntityId;

/**
 * The player's own body: walks, holds back deeds that depend on the place until it stands and its footing is asked for
 * there, since the authority judges reach by the footing it has seen.
 */
final class Me {
    /** Deeds held back; more are forgotten, oldest first. */
    private static final int HELD_MAX = 4;

    private final Consumer<Record> submit;
    private final Deque<Record> held = new ArrayDeque<>();
    private final Predicate<Tile> free;
    private final Tread tread;
    private final Sight sight;
    private Walker walker;
    private @Nullable Entity avatar;
    private @Nullable Record onArrival;

    Me(Predicate<Tile> free, Sight sight, Consumer<Record> submit) {
        this.free = free;
        this.sight = sight;
        this.tread = new Tread(submit);
        this.submit = submit;
        this.walker = new Walker(Footing.START, Footing.START, free);
    }

    /** Slips into an avatar, where it stands. */
    void become(Entity body) {
        avatar = body;
        Pose pose = body.get(Pose.class);
        if (pose != null) {
            walker = new Walker(pose.x(), pose.y(), free);
        }
    }

    @Nullable Entity avatar() {
        return avatar;
    }

    boolean isMine(EntityId id) {
        return avatar != null && avatar.id().equals(id);
    }

    float x() {
        return walker.x();
    }

    float y() {
        return walker.y();
    }

    Tile tile() {
        return walker.tile();
    }

    Tile ahead() {
        return walker.ahead();
    }

    boolean isUnderWay() {
        return walker.isUnderWay();
    }

    boolean isWaiting() {
        return onArrival != null || !held.isEmpty();
    }

    boolean isBeside(Tile tile) {
        return Math.abs(tile.x() - tile().x()) <= 1 && Math.abs(tile.y() - tile().y()) <= 1;
    }

    void lookAt(Tile tile) {
        walker.lookAt(tile);
    }

    void steer(int dx, int dy) {
        onArrival = null;
        held.clear();
        walker.steer(dx, dy);
    }

    /** Stands still for all to see. */
    void rest() {
        steer(0, 0);
        if (avatar != null) {
            avatar.settle();
        }
    }

    void follow(List<Tile> way, @Nullable Record then) {
        held.clear();
        walker.follow(way);
        onArrival = then;
    }

    /** Sends the command as soon as the player stands. */
    void whenStanding(Record command) {
        if (held.size() >= HELD_MAX) {
            held.removeFirst();
        }
        held.addLast(command);
    }

    Optional<Entity> nearestOf(List<Entity> players) {
        return players.stream().min(Comparator.comparingDouble(this::distanceTo));
    }

    private double distanceTo(Entity player) {
        Pose pose = sight.of(player);
        return pose == null ? Double.MAX_VALUE : Math.hypot(pose.x() - x(), pose.y() - y());
    }

    /** Lives on for some seconds. */
    void step(float seconds, long worldMillis) {
        Entity body = avatar;
        if (body == null) {
            return;
        }
        walker.step(seconds);
        Pose here = new Pose(walker.x(), walker.y());
        body.update(Pose.class, pose -> here);
        tread.pass(seconds);
        boolean firm = tread.follow(body, here, walker.isUnderWay(), worldMillis);
        if (walker.isUnderWay()) {
            return;
        }
        if (onArrival != null) {
            held.addLast(onArrival);
            onArrival = null;
        }
        if (firm && !held.isEmpty()) {
            body.settle(); // it stands: nobody has to wait for the half second of rest to see it here
            held.forEach(submit);
            held.clear();
        }
    }
}
