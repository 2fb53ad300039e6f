package worldmesh.samples.lanparty.play;

import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import worldmesh.peer.Entity;
import worldmesh.samples.lanparty.action.Palette;
import worldmesh.samples.lanparty.island.Tile;
import worldmesh.samples.lanparty.model.Asset;

/**
 * A player without a person: wanders from vein to tree to vein across the sector borders, works, builds, gives and
 * trades. Confined to the game's thread.
 */
public final class Bot {
    /** Between two deeds: 13 a second, of which some are refused, so that more than ten get done. */
    private static final float BEAT_SECONDS = 0.075f;

    /** Strokes in one place before it wanders on. */
    private static final int STROKES = 24;

    /** Signs and blocks of one bot; it takes the oldest away beyond that, so that the island stays walkable. */
    private static final int BLOCK_CHANCE = 25;

    private final Party party;
    private final RandomGenerator random;
    private float sinceBeat;
    private int strokesLeft;
    private int beats;
    private Optional<Thing> target = Optional.empty();

    /** Plays for {@code party}. */
    public Bot(Party party, RandomGenerator random) {
        this.party = party;
        this.random = random;
    }

    /** Lives on for some seconds. */
    public void tick(float seconds) {
        sinceBeat += seconds;
        if (sinceBeat < BEAT_SECONDS || !party.isPlaying()) {
            return;
        }
        sinceBeat = Math.min(BEAT_SECONDS, sinceBeat - BEAT_SECONDS);
        beats++;
        if (strokesLeft <= 0 || target.isEmpty()) {
            wander();
        }
        if (beats % 2 == 0 && !party.me().isUnderWay()) {
            stroke();
        } else {
            deal();
        }
        if (random.nextInt(BLOCK_CHANCE) == 0) {
            build();
        }
    }

    private void wander() {
        List<Thing> sites =
                party.board().all().filter(thing -> !thing.kind().isBuilt()).toList();
        if (sites.isEmpty()) {
            return;
        }
        // Near the middle, where four sectors meet: most ways cross a border.
        List<Thing> near =
                sites.stream().filter(site -> site.tile().distanceTo(0, 0) < 14).toList();
        List<Thing> choice = near.isEmpty() ? sites : near;
        Thing site = choice.get(random.nextInt(choice.size()));
        target = Optional.of(site);
        strokesLeft = STROKES;
        party.line((site.kind() == Thing.Kind.VEIN ? "mine " : "chop ")
                + site.tile().x() + " " + site.tile().y());
    }

    private void stroke() {
        strokesLeft--;
        target.ifPresent(site -> {
            String verb = site.kind() == Thing.Kind.VEIN ? "mine " : "chop ";
            party.line(verb + site.tile().x() + " " + site.tile().y());
        });
    }

    private void deal() {
        List<Entity> others = party.others();
        if (others.isEmpty()) {
            return;
        }
        Entity other = others.get(random.nextInt(others.size()));
        Asset asset = random.nextBoolean() ? Asset.GOLD : Asset.WOOD;
        boolean rich = party.player().map(me -> Purse.confirmed(me, asset) > 3).orElse(false);
        int dice = random.nextInt(8);
        if (dice == 0 && rich) {
            party.line("offer 2 " + asset.name() + " for 1");
        } else if (dice == 1) {
            party.line(random.nextInt(3) == 0 ? "cancel" : "accept");
        } else if (rich) {
            party.line("give " + Others.name(other) + " 1 " + asset.name());
        }
    }

    private void build() {
        Tile here = party.me().tile();
        Tile spot = here.plus(random.nextInt(7) - 3, random.nextInt(7) - 3);
        String colour = Palette.NAMES.get(random.nextInt(Palette.NAMES.size()));
        boolean taken = party.board().on(spot).anyMatch(thing -> thing.kind().isBuilt());
        party.line((taken ? "remove " : "place " + colour + " ") + spot.x() + " " + spot.y());
    }
}
