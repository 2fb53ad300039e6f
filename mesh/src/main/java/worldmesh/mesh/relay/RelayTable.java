package worldmesh.mesh.relay;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import worldmesh.mesh.transport.Pace;
import worldmesh.mesh.transport.TokenBucket;
import worldmesh.runtime.identity.PeerId;

/**
 * The pairs of peers this one carries datagrams between, and how much it gives them. One datagram in is one out at
 * most. Confined to the owner.
 */
public final class RelayTable {
    /** A pair that was silent for so long is forgotten: seven times as long as a calm link stays silent. */
    public static final long IDLE_NANOS = 10_000_000_000L;

    /** Pairs that one peer may begin: it cannot take all there are. */
    public static final int PAIRS_PER_PEER = 8;

    /** The smallest datagram of a link, a refusal; an answer to a shorter one could be longer than it. */
    public static final int DATAGRAM_MIN_BYTES = 14;

    /** What a bucket holds is what it gets in a quarter of a second, but the windows of one link at least. */
    private static final int BURST_PARTS = 4;

    private static final int BURST_MIN_BYTES = 64 << 10;

    /**
     * A record of what is urgent, sealed and with what is said beside it: a voice, an input, a step, an event. BULK
     * fills its records, to a third at least.
     */
    static final int SHORT_BYTES = 320;

    /** That share of what the buckets hold is kept for short datagrams: who is too fast with long ones loses those. */
    private static final double SHORT_SHARE = 0.25;

    private final RelaySettings settings;
    private final Map<Pair, Use> pairs = new LinkedHashMap<>(16, 0.75f, true); // the longest silent first
    private @Nullable TokenBucket all;
    private long datagrams;
    private long bytes;
    private final Map<RelayRefusal, Long> refusals = new EnumMap<>(RelayRefusal.class);

    /** Two peers, the smaller one first. */
    private record Pair(PeerId one, PeerId other) {
        static Pair of(PeerId a, PeerId b) {
            return a.compareTo(b) < 0 ? new Pair(a, b) : new Pair(b, a);
        }

        boolean has(PeerId peer) {
            return one.equals(peer) || other.equals(peer);
        }
    }

    private static final class Use {
        final PeerId beginner;
        final TokenBucket bucket;
        long last;

        Use(PeerId beginner, TokenBucket bucket) {
            this.beginner = beginner;
            this.bucket = bucket;
        }
    }

    /** An empty table. */
    public RelayTable(RelaySettings settings) {
        this.settings = settings;
    }

    /** Says whether {@code size} bytes go from one peer to the other now: null if they do, else why not. */
    public @Nullable RelayRefusal judge(PeerId from, PeerId to, int size, long now) {
        if (!settings.willing()) {
            return RelayRefusal.UNWILLING;
        }
        Pair pair = Pair.of(from, to);
        Use use = pairs.get(pair);
        if (use == null) {
            expire(now);
            if (crowded(from)) {
                return RelayRefusal.TOO_MANY_PAIRS;
            }
            use = new Use(from, bucket(settings.pairBytesPerSecond(), now));
            pairs.put(pair, use);
        }
        use.last = now;
        TokenBucket common = all;
        if (common == null) {
            common = bucket(settings.bytesPerSecond(), now);
            all = common;
        }
        double left = size <= SHORT_BYTES ? 0 : SHORT_SHARE;
        if (!use.bucket.open(left, now) || !common.open(left, now)) {
            return RelayRefusal.TOO_FAST;
        }
        use.bucket.spend(size);
        common.spend(size);
        datagrams++;
        bytes += size;
        return null;
    }

    private static TokenBucket bucket(long bytesPerSecond, long now) {
        int burst = (int) Math.max(BURST_MIN_BYTES, Math.min(1 << 30, bytesPerSecond / BURST_PARTS));
        return new TokenBucket(new Pace(bytesPerSecond, burst), now);
    }

    private boolean crowded(PeerId beginner) {
        long own = pairs.values().stream()
                .filter(use -> use.beginner.equals(beginner))
                .count();
        return own >= PAIRS_PER_PEER || pairs.size() >= settings.pairs();
    }

    private void expire(long now) {
        pairs.values().removeIf(use -> now - use.last >= IDLE_NANOS);
    }

    /** A peer is gone: nobody is carried to it. */
    public void forget(PeerId peer) {
        pairs.keySet().removeIf(pair -> pair.has(peer));
    }

    /** Counts a refusal. */
    public void count(RelayRefusal refusal) {
        refusals.merge(refusal, 1L, Long::sum);
    }

    /** How many pairs were carried lately. */
    public int pairs(long now) {
        expire(now);
        return pairs.size();
    }

    /** Datagrams carried. */
    public long datagrams() {
        return datagrams;
    }

    /** Bytes of these, without what carrying adds. */
    public long bytes() {
        return bytes;
    }

    /** How often that was the reason not to. */
    public long refused(RelayRefusal refusal) {
        return refusals.getOrDefault(refusal, 0L);
    }

    /** How often anything was not carried. */
    public long refused() {
        long sum = 0;
        for (long count : refusals.values()) {
            sum += count;
        }
        return sum;
    }
}
