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

    boolean tryTake(Admittance admittance, long nowNanos) {
        PeerId issuer = admittance.issuer().peer();
        TokenBucket bucket = buckets.remove(issuer);
        if (bucket == null) {
            bucket = new TokenBucket(PER_SECOND, BURST, nowNanos);
            if (buckets.size() >= MEMBERS_MAX) {
                buckets.remove(buckets.keySet().iterator().next());
            }
        }
        buckets.put(issuer, bucket);
        return bucket.tryTake(nowNanos);
    }
}
