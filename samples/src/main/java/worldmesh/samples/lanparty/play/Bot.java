package worldmesh.samples.lanparty.play;

import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import worldmesh.peer.Entity;
import worldmesh.samples.lanparty.action.Palette;
import worldmesh.samples.lanparty.island.Tile;
import worldmesh.samples.lanparty.model.Asset;

/**
 * A player without a person: wanders from vein to tree to vein across the sector borders, works, builds, gives and
 * trades, and walks about when all is mined and it owns nothing. Speaks the same lines as people do. Confined to the
 * game's thread.
 */
public final class Bot {
    /** Between two deeds: 20 a second, so that more than ten are commands while it also walks. */
    private static final float BEAT_SECONDS = 0.05f;

    /** Between two strokes; a little more than the rules ask, since clocks and links jitter. */
    private static final float STROKE_SECONDS = 0.18f;

    /** Strokes in one place before it wanders on. */
    private static final int STROKES = 24;

    /** Near the middle, where four sectors meet: most ways cross a border. */
    private static final double HOME_METRES = 14;

    /** Blocks all players have put up, beyond which a bot takes away instead: the island stays walkable. */
    private static final int BLOCKS_MAX = 60;

    /** How often it looks for a place to walk to before it waits for the next beat. */
    private static final int LOOKS = 8;

    private final Seat party;
    private final RandomGenerator random;
    private float sinceBeat;
    private float sinceStroke;
    private int strokesLeft;
    private @Nullable Thing target;

    /** Plays for {@code party}. */
    public static Bot of(Party party, RandomGenerator random) {
        return new Bot(party, random);
    }

    Bot(Seat party, RandomGenerator random) {
        this.party = party;
        this.random = random;
    }

    /** Lives on for some seconds. */
    public void tick(float seconds) {
        sinceBeat += seconds;
        sinceStroke += seconds;
        if (sinceBeat < BEAT_SECONDS || !party.isPlaying()) {
            return;
        }
        sinceBeat = Math.min(BEAT_SECONDS, sinceBeat - BEAT_SECONDS);
        Thing site = target;
        if (site == null || strokesLeft <= 0 || !party.hasSome(site)) {
            wander();
        } else if (!party.isBusy() && sinceStroke >= STROKE_SECONDS) {
            sinceStroke = 0;
            strokesLeft--;
            party.line(workAt(site));
        } else {
            deal();
        }
        if (random.nextInt(30) == 0) {
            build();
        }
    }

    private void wander() {
        List<Thing> near = party.board()
                .all()
                .filter(thing -> !thing.kind().isBuilt() && thing.tile().distanceTo(0, 0) < HOME_METRES)
                .filter(party::hasSome)
                .toList();
        if (near.isEmpty()) {
            deal(); // all is mined, and still changes hands
            return;
        }
        Thing site = near.get(random.nextInt(near.size()));
        target = site;
        strokesLeft = STROKES;
        party.line(workAt(site));
    }

    private static String workAt(Thing site) {
        String verb = site.kind() == Thing.Kind.VEIN ? "mine " : "chop ";
        return verb + site.tile().x() + " " + site.tile().y();
    }

    private void deal() {
        List<Entity> others = party.others();
        Entity me = party.player();
        if (others.isEmpty() || me == null) {
            stroll();
            return;
        }
        Asset asset = goods(me);
        long has = owned(me, asset);
        int dice = random.nextInt(10);
        if (dice == 0 && has > 2) {
            party.line("offer 2 " + asset.name().toLowerCase(Locale.ROOT) + " for 1");
        } else if (dice == 1 && party.market().find(null, false).isPresent()) {
            party.line("accept");
        } else if (dice == 2 && party.market().find(null, true).isPresent()) {
            party.line("cancel");
        } else if (has > 0) {
            String name = Others.name(poorest(others, asset));
            party.line("give " + name + " 1 " + asset.name().toLowerCase(Locale.ROOT));
        } else {
            stroll();
        }
    }

    /** Goes somewhere near the middle, so that a bot that has nothing to do still asks the authority for its steps. */
    private void stroll() {
        if (party.isBusy()) {
            return;
        }
        IntStream.range(0, LOOKS)
                .mapToObj(look -> new Tile(anywhere(), anywhere()))
                .filter(spot -> party.board().isFree(spot) && !spot.equals(party.tile()))
                .findFirst()
                .ifPresent(spot -> party.line("goto " + spot.x() + " " + spot.y()));
    }

    private int anywhere() {
        return random.nextInt(-(int) HOME_METRES, (int) HOME_METRES + 1);
    }

    /** One kind or the other, as long as there is some of it. */
    private Asset goods(Entity me) {
        Asset first = random.nextBoolean() ? Asset.GOLD : Asset.WOOD;
        Asset second = first == Asset.GOLD ? Asset.WOOD : Asset.GOLD;
        return owned(me, first) > 0 ? first : second;
    }

    /** What no answer that is still to come can take away. */
    private static long owned(Entity me, Asset asset) {
        return Purse.confirmed(me, asset) + Math.min(0, Purse.pending(me, asset));
    }

    /** Who has least, so that everybody has something to deal in. */
    private static Entity poorest(List<Entity> others, Asset asset) {
        return Collections.min(others, Comparator.comparingLong(other -> Purse.confirmed(other, asset)));
    }

    private void build() {
        Tile spot = party.tile().plus(random.nextInt(7) - 3, random.nextInt(7) - 3);
        boolean built = party.board().on(spot).anyMatch(thing -> thing.kind().isBuilt());
        long blocks =
                party.board().all().filter(thing -> thing.kind().isBuilt()).count();
        if (built) {
            party.line("remove " + spot.x() + " " + spot.y());
        } else if (blocks < BLOCKS_MAX && party.board().isBuildable(spot)) {
            String colour = Palette.NAMES.get(random.nextInt(Palette.NAMES.size()));
            party.line("place " + colour + " " + spot.x() + " " + spot.y());
        }
    }
}
