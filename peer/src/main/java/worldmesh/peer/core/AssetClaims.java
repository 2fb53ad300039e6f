package worldmesh.peer.core;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import worldmesh.peer.asset.AssetClaim;
import worldmesh.runtime.identity.PeerId;
import worldmesh.world.hash.Hash;

/** What sharers have said of their files, as far as it was seen to be theirs. Confined to the session's thread. */
final class AssetClaims {
    /** Of {@link AssetClaim#KEPT_MAX}, words that something is over: the oldest is forgotten first. */
    static final int WITHDRAWN_MAX = 64;

    /** Signatures looked at for one peer while it is linked: more than one that keeps to the bounds has to tell. */
    static final int LOOKED_AT_MAX = 1_024;

    private final SessionScope scope;
    private final Predicate<Hash> isKnown;
    private final Map<Key, AssetClaim> claims = new LinkedHashMap<>();
    private final Map<PeerId, Integer> lookedAt = new TreeMap<>();

    /** Keeps words of files that {@code isKnown} rather than others. */
    AssetClaims(SessionScope scope, Predicate<Hash> isKnown) {
        this.scope = scope;
        this.isKnown = isKnown;
    }

    private record Key(Hash asset, PeerId sharer) {
        static Key of(AssetClaim claim) {
            return new Key(claim.asset(), claim.sharer());
        }
    }

    /** What came of a word. */
    enum Verdict {
        /** It says something new. */
        TAKEN,
        /** It was known, or something later is. */
        OLD,
        /** It is not the sharer's. */
        FORGED,
        /** There is no room for it. */
        LIMITED
    }

    /** Goes on with what was kept on this machine's disk. */
    void restore(List<AssetClaim> kept) {
        kept.stream().limit(AssetClaim.KEPT_MAX).forEach(claim -> claims.putIfAbsent(Key.of(claim), claim));
    }

    /** All that is known, the oldest first. */
    List<AssetClaim> all() {
        return List.copyOf(claims.values());
    }

    /** The latest of the same sharer and file; null if none is known. */
    @Nullable AssetClaim known(AssetClaim claim) {
        return claims.get(Key.of(claim));
    }

    /** The word of one who shares the file, whoever; null if nobody does whose word is known. */
    @Nullable AssetClaim offered(Hash asset) {
        return find(asset, false);
    }

    /** True if whoever shared the file, as far as is known, does no more. */
    boolean isOver(Hash asset) {
        return find(asset, false) == null && find(asset, true) != null;
    }

    private @Nullable AssetClaim find(Hash asset, boolean withdrawn) {
        return claims.values().stream()
                .filter(claim -> claim.withdrawn() == withdrawn && claim.asset().equals(asset))
                .findFirst()
                .orElse(null);
    }

    /** Everything that is over. */
    List<AssetClaim> withdrawn() {
        return claims.values().stream().filter(AssetClaim::withdrawn).toList();
    }

    /** What this session said of a file last. */
    @Nullable AssetClaim own(Hash asset) {
        return claims.get(new Key(asset, scope.world.self()));
    }

    /** This session's own word that it shares a file; the same while it does. */
    @Nullable AssetClaim share(Hash asset) {
        AssetClaim own = own(asset);
        if (own != null && !own.withdrawn()) {
            return own;
        }
        long millis = Math.max(scope.worldMillis(), own == null ? 0 : own.worldMillis() + 1);
        AssetClaim claim = AssetClaim.of(scope.world.parts().signer(), worldId(), asset, millis);
        return put(claim) ? claim : null;
    }

    /** This session's own word that it shares a file no more; null if it never said that it did. */
    @Nullable AssetClaim withdraw(Hash asset) {
        AssetClaim own = own(asset);
        if (own == null || own.withdrawn()) {
            return null;
        }
        AssetClaim end = own.end(scope.world.parts().signer(), worldId(), scope.worldMillis());
        put(end);
        return end;
    }

    /** Somebody told a sharer's word, perhaps another's. */
    Verdict take(PeerId from, AssetClaim claim) {
        AssetClaim known = known(claim);
        if (known != null && known.worldMillis() >= claim.worldMillis()) {
            return Verdict.OLD;
        }
        if (lookedAt.merge(from, 1, Integer::sum) > LOOKED_AT_MAX) {
            return Verdict.LIMITED;
        }
        if (!claim.isGenuine(worldId(), scope.world.parts().verifier())) {
            return Verdict.FORGED;
        }
        return put(claim) ? Verdict.TAKEN : Verdict.LIMITED;
    }

    void onLinkDown(PeerId peer) {
        lookedAt.remove(peer);
    }

    /** Forgets who shares a file that is not known here any more; not that it is over. */
    void forget(Hash asset) {
        claims.values().removeIf(claim -> !claim.withdrawn() && claim.asset().equals(asset));
    }

    private boolean put(AssetClaim claim) {
        claims.remove(Key.of(claim));
        boolean manyOver = claim.withdrawn() && withdrawn().size() >= WITHDRAWN_MAX;
        if (manyOver || claims.size() >= AssetClaim.KEPT_MAX) {
            AssetClaim idle = manyOver ? withdrawn().get(0) : idle();
            if (idle == null) {
                return false;
            }
            claims.remove(Key.of(idle));
        }
        claims.put(Key.of(claim), claim);
        return true;
    }

    /** What can be forgotten first: of a file that nobody offered, else that something is over. */
    private @Nullable AssetClaim idle() {
        AssetClaim over = null;
        for (AssetClaim claim : claims.values()) {
            if (!claim.withdrawn() && !isKnown.test(claim.asset())) {
                return claim;
            }
            over = over == null && claim.withdrawn() ? claim : over;
        }
        return over;
    }

    private byte[] worldId() {
        return scope.world.replica().manifest().worldId().hash().bytes();
    }
}
