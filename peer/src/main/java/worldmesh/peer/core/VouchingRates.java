package worldmesh.peer.core;

import java.util.LinkedHashMap;
import java.util.Map;
import worldmesh.runtime.identity.PeerId;
import worldmesh.runtime.rate.TokenBucket;
import worldmesh.world.trust.Admittance;

/**
 * How many admittances of one member are believed, and how fast: a whole party at once, then one every two seconds, and
 * no more than {@link #FLOOD_MAX} until the member was quiet so long that a whole party may come again.
 */
final class VouchingRates {
    /** A party of the default size. */
    static final double BURST = 32;

    static final double PER_SECOND = 0.5;

    /** A party and a quarter: what comes late by the rate counts as well, however far apart its copies arrive. */
    static final int FLOOD_MAX = 40;

    /** Members watched at once; that of which least was believed makes room: no flood makes another forgotten. */
    private static final int MEMBERS_MAX = 128;

    private final Map<PeerId, Account> accounts = new LinkedHashMap<>();

    private static final class Account {
        private final TokenBucket bucket;
        private int believed;

        Account(long nowNanos) {
            bucket = new TokenBucket(PER_SECOND, BURST, nowNanos);
        }

        int left(long nowNanos) {
            if (bucket.has(BURST, nowNanos)) {
                believed = 0;
            }
            return FLOOD_MAX - believed;
        }

        boolean hasRoom(long nowNanos) {
            return left(nowNanos) > 0 && bucket.has(1, nowNanos);
        }

        void take(long nowNanos) {
            if (hasRoom(nowNanos) && bucket.tryTake(nowNanos)) {
                believed++;
            }
        }
    }

    /** True if one more of this issuer may be believed now. */
    boolean hasRoom(Admittance admittance, long nowNanos) {
        Account account = accounts.get(admittance.issuer().peer());
        return account == null || account.hasRoom(nowNanos);
    }

    /** How many more of this issuer may be believed in time, before it must be quiet. */
    int left(Admittance admittance, long nowNanos) {
        Account account = accounts.get(admittance.issuer().peer());
        return account == null ? FLOOD_MAX : account.left(nowNanos);
    }

    /** One of this issuer is believed; its signature was checked. */
    void take(Admittance admittance, long nowNanos) {
        PeerId issuer = admittance.issuer().peer();
        Account known = accounts.remove(issuer);
        if (known == null && accounts.size() >= MEMBERS_MAX) {
            accounts.remove(leastBelieved(nowNanos));
        }
        Account account = known == null ? new Account(nowNanos) : known;
        accounts.put(issuer, account);
        account.take(nowNanos);
    }

    /** Of equals that which vouched longest ago. */
    private PeerId leastBelieved(long nowNanos) {
        PeerId least = accounts.keySet().iterator().next();
        int most = 0;
        for (Map.Entry<PeerId, Account> each : accounts.entrySet()) {
            int left = each.getValue().left(nowNanos);
            if (left > most) {
                most = left;
                least = each.getKey();
            }
        }
        return least;
    }
}
