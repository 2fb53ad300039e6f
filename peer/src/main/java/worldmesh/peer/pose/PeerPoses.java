package worldmesh.peer.pose;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import worldmesh.runtime.identity.PeerId;
import worldmesh.world.entity.EntityId;

/**
 * The motion of other players: newest wins, drawn behind by interpolation. A track is dropped after it stood still for
 * {@link #TRACK_LIFE_MILLIS}; its settled cell is drawn from then on. Confined to the world's thread.
 */
public final class PeerPoses {
    /** Motion components tracked at once; poses of further ones are dropped, their cells still settle. */
    public static final int TRACKS_MAX = 4_096;

    /** Longer than rewinding reaches and than a pose takes to settle. */
    static final long TRACK_LIFE_MILLIS = 3_000;

    /** A pose from further ahead than this is a lie about the time; the same as for batches. */
    static final long AHEAD_MAX_MILLIS = 500;

    private final Map<PoseKey, PoseTrack> tracks = new TreeMap<>();
    private final Map<PeerId, PlayoutDelay> delays = new LinkedHashMap<>();
    private final Map<Class<? extends Record>, Blend> blends = new LinkedHashMap<>();
    private final Map<PoseKey, PeerId> owners = new TreeMap<>();
    private long worldMillis;

    /** Takes a pose of {@code owner} as of {@code atMillis}; false if it is old, from the future or one too many. */
    public boolean onPose(PeerId owner, PoseKey key, int rate, long atMillis, Record value) {
        if (atMillis > worldMillis + AHEAD_MAX_MILLIS || (tracks.size() >= TRACKS_MAX && !tracks.containsKey(key))) {
            return false;
        }
        PoseTrack track = tracks.computeIfAbsent(key, k -> new PoseTrack(blend(value.getClass()), rate));
        owners.put(key, owner);
        boolean newest = track.add(atMillis, value);
        if (newest) {
            delay(owner).onArrival((double) (worldMillis - atMillis));
        }
        return newest;
    }

    /**
     * The cell of a tracked motion was settled: the track goes there, also if the last poses were lost. It was so when
     * it was written: what was heard of later is newer, and what comes this late is drawn no further on than it is.
     *
     * @param writtenMillis when it was written, empty if that is not known: then now
     */
    public void onSettled(PoseKey key, OptionalLong writtenMillis, Record value) {
        PoseTrack track = tracks.get(key);
        if (track != null && !track.newest().equals(value)) {
            long latest = Math.max(worldMillis, track.newestMillis() + 1);
            track.add(Math.min(latest, writtenMillis.orElse(latest)), value);
        }
    }

    /** Begins a track at the cell that is drawn now, so that the first pose is walked to, not jumped to. */
    public void onFirst(PeerId owner, PoseKey key, int rate, Record cell) {
        if (!tracks.containsKey(key) && tracks.size() < TRACKS_MAX) {
            PoseTrack track = new PoseTrack(blend(cell.getClass()), rate);
            long drawnMillis = worldMillis
                    - Math.max(track.leastDelayMillis(), delay(owner).millis());
            track.add(drawnMillis, cell);
            track.play((double) drawnMillis, 0);
            tracks.put(key, track);
            owners.put(key, owner);
        }
    }

    /** Moves on to {@code worldMillis}; names the cells whose drawn pose may have changed. */
    public void advance(long newWorldMillis, Consumer<PoseKey> moved) {
        double elapsed = (double) Math.max(0, newWorldMillis - worldMillis);
        boolean first = worldMillis == 0;
        worldMillis = newWorldMillis;
        if (!first) {
            delays.values().forEach(delay -> delay.advance(elapsed));
        }
        tracks.forEach((key, track) -> {
            track.play((double) newWorldMillis - Math.max(track.leastDelayMillis(), delayOf(key)), elapsed);
            moved.accept(key);
        });
        tracks.entrySet().removeIf(entry -> isOver(entry.getValue()) && owners.remove(entry.getKey()) != null);
    }

    /** The entities with a track of one component. */
    public void each(int component, Consumer<EntityId> visitor) {
        tracks.keySet().stream()
                .filter(key -> key.component() == component)
                .forEach(key -> visitor.accept(key.entity()));
    }

    /** The pose to draw, or null if the cell is to be drawn. */
    public @Nullable Record drawn(PoseKey key) {
        return rolledBack(key, 0);
    }

    /** The pose that was drawn {@code millisAgo} ago, or null if that is unknown. */
    public @Nullable Record rolledBack(PoseKey key, long millisAgo) {
        PoseTrack track = tracks.get(key);
        return track == null ? null : track.drawn(millisAgo);
    }

    /** The time that its owner gave the newest pose; empty if none came lately. */
    public OptionalLong newestMillis(PoseKey key) {
        PoseTrack track = tracks.get(key);
        return track == null ? OptionalLong.empty() : OptionalLong.of(track.newestMillis());
    }

    /** Forgets a cell: its entity is gone or has another owner. */
    public void forget(PoseKey key) {
        tracks.remove(key);
        owners.remove(key);
    }

    /** Forgets how even the way from a peer is. */
    public void forgetPeer(PeerId peer) {
        delays.remove(peer);
    }

    private boolean isOver(PoseTrack track) {
        return worldMillis - track.newestMillis() > TRACK_LIFE_MILLIS;
    }

    private long delayOf(PoseKey key) {
        PeerId owner = owners.get(key);
        return owner == null
                ? Math.round(PlayoutDelay.MIN_MILLIS)
                : delay(owner).millis();
    }

    private PlayoutDelay delay(PeerId owner) {
        return delays.computeIfAbsent(owner, peer -> new PlayoutDelay());
    }

    private Blend blend(Class<? extends Record> type) {
        return blends.computeIfAbsent(type, Blend::new);
    }
}
