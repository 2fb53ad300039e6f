package worldmesh.peer.core;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import worldmesh.peer.asset.AssetClaim;
import worldmesh.peer.asset.AssetStore;
import worldmesh.peer.asset.AssetView;
import worldmesh.peer.wire.AssetOffer;
import worldmesh.peer.wire.AssetWord;
import worldmesh.runtime.identity.PeerId;
import worldmesh.world.hash.Hash;

/**
 * Tells whom files are offered by: the sharer says so under its own name, and who has a file whole says it on to those
 * that come later, until the sharer takes it back. Confined to the session's thread.
 */
final class AssetWords {
    private final SessionScope scope;
    private final Map<Hash, AssetEntry> entries;
    private final AssetClaims claims;
    private @Nullable AssetStore store;

    AssetWords(SessionScope scope, Map<Hash, AssetEntry> entries) {
        this.scope = scope;
        this.entries = entries;
        this.claims = new AssetClaims(scope, entries::containsKey);
    }

    /** Goes on with what {@code disk} keeps. */
    void keepIn(AssetStore disk) {
        store = disk;
        disk.claims(claims::restore);
    }

    private void keep() {
        AssetStore disk = store;
        if (disk != null) {
            disk.keepClaims(claims.all());
        }
    }

    /** Offers a file that is here, with the word of who shares it; without one only the sharer does. */
    void tell(PeerLink link, AssetEntry entry) {
        boolean own = entry.state == AssetView.State.SHARED;
        AssetClaim claim = own ? share(entry.id) : claims.offered(entry.id);
        if (claim != null) {
            link.send(PeerLink.SOCIAL_STREAM, new AssetWord(claim));
        }
        if (own || claim != null) {
            link.send(PeerLink.SOCIAL_STREAM, new AssetOffer(entry.manifest));
        }
    }

    private @Nullable AssetClaim share(Hash id) {
        AssetClaim known = claims.own(id);
        AssetClaim claim = claims.share(id);
        if (claim != null && !claim.equals(known)) {
            keep();
        }
        return claim;
    }

    /** Tells what is over, so that nobody takes up what one tells on who has not heard. */
    void tellWithdrawn(PeerLink link) {
        for (AssetClaim over : claims.withdrawn()) {
            link.send(PeerLink.SOCIAL_STREAM, new AssetWord(over));
        }
    }

    /** This session shares a file no more. */
    void withdraw(Hash id) {
        AssetClaim end = claims.withdraw(id);
        if (end != null) {
            keep();
            scope.links.broadcast(PeerLink.SOCIAL_STREAM, new AssetWord(end), null);
        }
    }

    /** True if whoever shared the file, as far as is known, does no more. */
    boolean isOver(Hash id) {
        return claims.isOver(id);
    }

    /** Who shares a file by its own word; null if that is not known. */
    @Nullable PeerId sharer(Hash id) {
        AssetClaim claim = claims.offered(id);
        return claim == null ? null : claim.sharer();
    }

    /** A file is here as a whole, so that its offer is told on from here: after a restart as well. */
    void onWhole(AssetEntry entry) {
        if (claims.offered(entry.id) != null) {
            keep();
        }
    }

    /** A file is known no more. */
    void forget(AssetEntry entry) {
        entries.remove(entry.id);
        claims.forget(entry.id);
    }

    void onLinkDown(PeerId peer) {
        claims.onLinkDown(peer);
    }

    /** A sharer's word, from itself or from somebody who has its file. */
    void onWord(PeerLink link, AssetClaim claim) {
        switch (claims.take(link.peer(), claim)) {
            case TAKEN -> onTaken(claim);
            case OLD -> correct(link, claim);
            case FORGED -> scope.counters.refusedAssets++;
            case LIMITED -> scope.counters.limitedMessages++;
        }
    }

    private void onTaken(AssetClaim claim) {
        AssetEntry entry = entries.get(claim.asset());
        if (claim.withdrawn() && entry != null) {
            entry.offeredBy.remove(claim.sharer());
            if (entry.state == AssetView.State.OFFERED && claims.isOver(entry.id)) {
                forget(entry);
            }
        }
        if (claim.withdrawn() || (entry != null && entry.isWhole())) {
            keep();
        }
    }

    /** Who still tells on what is over is told so. */
    private void correct(PeerLink link, AssetClaim claim) {
        AssetClaim known = claims.known(claim);
        if (known != null && known.withdrawn() && !claim.withdrawn()) {
            link.send(PeerLink.SOCIAL_STREAM, new AssetWord(known));
        }
    }
}
