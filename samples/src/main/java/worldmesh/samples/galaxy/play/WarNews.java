package worldmesh.samples.galaxy.play;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import worldmesh.peer.View;
import worldmesh.peer.World;
import worldmesh.samples.galaxy.event.CombatFeed;
import worldmesh.samples.galaxy.model.CombatEvent;
import worldmesh.samples.galaxy.model.War;

/** Tells a game the combat events of a world, from the moment it is in it. Confined to the world's thread. */
public final class WarNews {
    private final World world;
    private @Nullable CombatFeed feed;
    private long sinceMillis = Long.MAX_VALUE;
    private long seenUntil;

    /** News of {@code world}; none before {@link #begin}. */
    public WarNews(World world) {
        this.world = world;
    }

    /** From now on: what was decided before is history. */
    public void begin() {
        if (sinceMillis == Long.MAX_VALUE) {
            sinceMillis = world.worldMillis();
        }
    }

    /** World time of {@link #begin}. */
    public long sinceMillis() {
        return sinceMillis;
    }

    /** What the game has not heard yet. */
    public List<CombatEvent> take() {
        War war = war();
        if (war == null || sinceMillis == Long.MAX_VALUE) {
            return List.of();
        }
        CombatFeed told = feed;
        if (told == null) {
            told = new CombatFeed(sinceMillis, war.nextEvent() - CombatFeed.KEPT_MAX);
            feed = told;
        }
        CombatFeed hearing = told;
        if (seenUntil < war.nextEvent()) {
            world.query(CombatEvent.class).each((entity, event) -> {
                // What is predicted of an own command is no event yet.
                CombatEvent decided = entity.get(CombatEvent.class, View.CONFIRMED);
                if (decided != null) {
                    hearing.offer(decided);
                }
            });
        }
        List<CombatEvent> due = hearing.take(war.nextEvent());
        for (CombatEvent event : due) {
            seenUntil = event.number() + 1;
        }
        return due;
    }

    /** The authority's counts, or null before the war. */
    @Nullable War war() {
        List<War> found = new ArrayList<>(1);
        world.query(War.class).each((entity, predicted) -> {
            War war = entity.get(War.class, View.CONFIRMED);
            if (war != null) {
                found.add(war);
            }
        });
        return found.isEmpty() ? null : found.get(0);
    }

    /** Events that this peer was away too long to hear. */
    public long missed() {
        return feed == null ? 0 : feed.missed();
    }
}
