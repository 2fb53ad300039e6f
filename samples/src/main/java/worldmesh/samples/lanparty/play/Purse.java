package worldmesh.samples.lanparty.play;

import worldmesh.peer.Entity;
import worldmesh.peer.View;
import worldmesh.samples.lanparty.model.Asset;
import worldmesh.samples.lanparty.model.Gold;
import worldmesh.samples.lanparty.model.Wood;

/** Reads what is in an account. */
final class Purse {
    private Purse() {}

    /** What is there beyond doubt. */
    static long confirmed(Entity account, Asset asset) {
        return amount(account, asset, View.CONFIRMED);
    }

    /** What unanswered commands would add to it. */
    static long pending(Entity account, Asset asset) {
        return amount(account, asset, View.PREDICTED) - confirmed(account, asset);
    }

    private static long amount(Entity account, Asset asset, View view) {
        if (asset == Asset.GOLD) {
            Gold gold = account.get(Gold.class, view);
            return gold == null ? 0 : gold.gold();
        }
        Wood wood = account.get(Wood.class, view);
        return wood == null ? 0 : wood.wood();
    }
}
