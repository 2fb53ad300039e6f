package worldmesh.samples.lanparty.play;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;
import worldmesh.samples.lanparty.island.Tile;

/** Moves one player over the tiles: steered, along a way, never through what is not free. Pure. */
final class Walker {
    /** Metres a second: brisk, so that the island is crossed in a quarter of a minute. */
    static final float SPEED = 5;

    /** A longer pause than this is walked as if it were this long: a stalled peer does not jump. */
    private static final float STEP_SECONDS_MAX = 0.25f;

    /** The widest step without a look at the tile ahead. */
    private static final float STRIDE = 0.2f;

    private final Predicate<Tile> free;
    private final Deque<Tile> way = new ArrayDeque<>();
    private float x;
    private float y;
    private int steerX;
    private int steerY;
    private int lookX;
    private int lookY = 1;

    Walker(float x, float y, Predicate<Tile> free) {
        this.x = x;
        this.y = y;
        this.free = free;
    }

    float x() {
        return x;
    }

    float y() {
        return y;
    }

    Tile tile() {
        return Tile.at(x, y);
    }

    /** The tile in front of the player. */
    Tile ahead() {
        return tile().plus(lookX, lookY);
    }

    boolean isUnderWay() {
        return !way.isEmpty() || steerX != 0 || steerY != 0;
    }

    void steer(int dx, int dy) {
        way.clear();
        steerX = dx;
        steerY = dy;
    }

    void follow(List<Tile> tiles) {
        steer(0, 0);
        way.addAll(tiles);
    }

    void step(float seconds) {
        float metres = SPEED * Math.min(seconds, STEP_SECONDS_MAX);
        while (metres > 0 && isUnderWay()) {
            float stride = Math.min(metres, STRIDE);
            metres -= stride;
            if (way.isEmpty()) {
                steered(stride);
            } else {
                alongTheWay(stride);
            }
        }
    }

    private void steered(float stride) {
        float length = (float) Math.hypot(steerX, steerY);
        look(steerX, steerY);
        // One axis after the other, so that a wall met at an angle is slid along.
        tryMove(x + steerX / length * stride, y);
        tryMove(x, y + steerY / length * stride);
    }

    private void alongTheWay(float stride) {
        Tile next = way.getFirst();
        if (!free.test(next) && !next.equals(tile())) {
            way.clear();
            return;
        }
        float dx = next.centreX() - x;
        float dy = next.centreY() - y;
        float left = (float) Math.hypot(dx, dy);
        if (left <= stride) {
            x = next.centreX();
            y = next.centreY();
            way.removeFirst();
            return;
        }
        look(Math.round(dx / left), Math.round(dy / left));
        x += dx / left * stride;
        y += dy / left * stride;
    }

    private void tryMove(float toX, float toY) {
        Tile to = Tile.at(toX, toY);
        if (to.equals(tile()) || free.test(to)) {
            x = toX;
            y = toY;
        }
    }

    void lookAt(Tile tile) {
        look(Integer.signum(tile.x() - tile().x()), Integer.signum(tile.y() - tile().y()));
    }

    private void look(int dx, int dy) {
        if (dx != 0 || dy != 0) {
            lookX = dx;
            lookY = dy;
        }
    }
}
