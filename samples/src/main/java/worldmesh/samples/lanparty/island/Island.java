package worldmesh.samples.lanparty.island;

import java.util.ArrayList;
import java.util.List;

/** The ground of a whole world, made from its seed: every peer computes the same one and none has to send it. */
public final class Island {
    /** Half the side in tiles: 40 each way leaves a beach and some sea around 64 tiles of land. */
    public static final int RADIUS = 40;

    /** The side in tiles. */
    public static final int SIDE = 2 * RADIUS;

    /** Around the fire at the origin no tree or vein stands: room to build a village. */
    private static final int CLEARING = 9;

    /** These stand near the fire on every island, one set per sector, so that nobody starts far from work. */
    private static final int[][] STARTERS = {{6, 5}, {8, 6}, {6, 8}};

    private final long seed;
    private final Ground[] grounds = new Ground[SIDE * SIDE];

    /** Makes the island of {@code seed}. */
    public Island(long seed) {
        this.seed = seed;
        for (int row = 0; row < SIDE; row++) {
            for (int column = 0; column < SIDE; column++) {
                grounds[row * SIDE + column] = ground(column - RADIUS, row - RADIUS);
            }
        }
    }

    /** What a tile is made of; everything beyond the edge is deep water. */
    public Ground at(Tile tile) {
        int column = tile.x() + RADIUS;
        int row = tile.y() + RADIUS;
        boolean inside = column >= 0 && row >= 0 && column < SIDE && row < SIDE;
        return inside ? grounds[row * SIDE + column] : Ground.DEEP;
    }

    /** True if one can stand there. */
    public boolean isLand(Tile tile) {
        return at(tile).isLand();
    }

    /** All tiles as letters, row by row from the north-west. */
    public String letters() {
        StringBuilder text = new StringBuilder(grounds.length);
        for (Ground ground : grounds) {
            text.append(ground.letter());
        }
        return text.toString();
    }

    /** What grows or lies in one quarter when the world begins, in tile order. */
    public List<Site> sites(Quarter quarter) {
        List<Site> sites = new ArrayList<>();
        for (int row = 0; row < SIDE; row++) {
            for (int column = 0; column < SIDE; column++) {
                Tile tile = new Tile(column - RADIUS, row - RADIUS);
                if (quarter.contains(tile)) {
                    addSite(tile, sites);
                }
            }
        }
        return List.copyOf(sites);
    }

    private void addSite(Tile tile, List<Site> sites) {
        Ground ground = at(tile);
        double chance = Hash.unit(seed ^ 0x517e, tile.x(), tile.y());
        double amount = Hash.unit(seed ^ 0x0a7e, tile.x(), tile.y());
        if (isStarter(tile, 1) || (mayHold(tile) && chance < veinChance(ground))) {
            sites.add(new Site(tile, Site.Kind.VEIN, 60 + (int) (amount * 140)));
        } else if (isStarter(tile, 0) || isStarter(tile, 2) || (mayHold(tile) && chance > 1 - treeChance(ground))) {
            sites.add(new Site(tile, Site.Kind.TREE, 6 + (int) (amount * 10)));
        }
    }

    private static boolean mayHold(Tile tile) {
        return Math.max(Math.abs(tile.centreX()), Math.abs(tile.centreY())) > CLEARING;
    }

    private static boolean isStarter(Tile tile, int which) {
        int east = tile.x() >= 0 ? tile.x() : -1 - tile.x();
        int south = tile.y() >= 0 ? tile.y() : -1 - tile.y();
        return east == STARTERS[which][0] && south == STARTERS[which][1];
    }

    private static double veinChance(Ground ground) {
        return switch (ground) {
            case ROCK -> 0.16;
            case GRASS, MEADOW -> 0.003;
            case DEEP, SHALLOW, SAND, FOREST -> 0;
        };
    }

    private static double treeChance(Ground ground) {
        return switch (ground) {
            case FOREST -> 0.26;
            case GRASS -> 0.03;
            case MEADOW -> 0.015;
            case DEEP, SHALLOW, SAND, ROCK -> 0;
        };
    }

    private Ground ground(int x, int y) {
        double fromMiddle = Math.hypot(x + 0.5, y + 0.5);
        double height = 1.02 - fromMiddle / (RADIUS * 0.86) + (hills(seed, x, y) - 0.5) * 0.75;
        if (fromMiddle < CLEARING + 6) {
            height = Math.max(height, 0.4);
        }
        if (height < 0.02) {
            return Ground.DEEP;
        }
        if (height < 0.14) {
            return Ground.SHALLOW;
        }
        if (height < 0.23) {
            return Ground.SAND;
        }
        return inland(x, y, fromMiddle);
    }

    private Ground inland(int x, int y, double fromMiddle) {
        double rough = hills(seed ^ 0x60c4, x, y);
        double damp = hills(seed ^ 0xf04e, x, y);
        if (fromMiddle < CLEARING) {
            return damp < 0.45 && fromMiddle > 2 ? Ground.MEADOW : Ground.GRASS;
        }
        if (rough > 0.66) {
            return Ground.ROCK;
        }
        if (damp > 0.54) {
            return Ground.FOREST;
        }
        return damp < 0.4 ? Ground.MEADOW : Ground.GRASS;
    }

    // Three octaves of value noise: 13, 6.5 and 3.25 tiles a wave.
    private static double hills(long seed, int x, int y) {
        double sum = 0;
        double weight = 0.57;
        double wave = 13;
        for (int octave = 0; octave < 3; octave++) {
            sum += weight * smooth(seed + octave, x / wave, y / wave);
            weight /= 2;
            wave /= 2;
        }
        return sum;
    }

    private static double smooth(long seed, double x, double y) {
        int left = (int) Math.floor(x);
        int top = (int) Math.floor(y);
        double u = ease(x - left);
        double v = ease(y - top);
        double north = Hash.unit(seed, left, top) * (1 - u) + Hash.unit(seed, left + 1, top) * u;
        double south = Hash.unit(seed, left, top + 1) * (1 - u) + Hash.unit(seed, left + 1, top + 1) * u;
        return north * (1 - v) + south * v;
    }

    private static double ease(double t) {
        return t * t * (3 - 2 * t);
    }
}
