package worldmesh.peer.core;

import java.util.LinkedHashMap;
import java.util.Map;
import worldmesh.runtime.identity.PeerId;
import worldmesh.world.trust.Admittance;

/** How fast admittances of one member are believed: a whole party at once, then one every two seconds. */
final class VouchingRates {
    /** A party of the default size. */
    static final double BURST = 32;

    static final double PER_SECOND = 0.5;

    /** Members watched at once; the one that vouched longest ago makes room. */
    private static final int MEMBERS_MAX = 128;

    private final Map<PeerId, TokenBucket> buckets = new LinkedHashMap<>();

    /** True if one more of this issuer may be believed now. */
    boolean hasRoom(Admittance admittance, long nowNanos) {
        TokenBucket bucket = buckets.get(admittance.issuer().peer());
        return bucket == null || bucket.has(1, nowNanos);
    }

    /** One of this issuer is believed; its signature was checked. */
    void take(Admittance admittance, long nowNanos) {
        PeerId issuer = admittance.issuer().peer();
        TokenBucket known = buckets.remove(issuer);
        if (known == null && buckets.size() >= MEMBERS_MAX) {
            buckets.remove(buckets.keySet().iterator().next());
        }
        TokenBucket bucket = known == null ? new TokenBucket(PER_SECOND, BURST, nowNanos) : known;
        buckets.put(issuer, bucket);
        bucket.tryTake(nowNanos);
    }
}
