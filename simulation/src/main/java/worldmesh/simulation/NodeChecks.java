package worldmesh.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import worldmesh.authority.store.StoreAudit;
import worldmesh.peer.core.LocalWorld;
import worldmesh.peer.core.SessionStats;
import worldmesh.runtime.identity.SignatureVerifier;
import worldmesh.runtime.journal.DeltaJournal;
import worldmesh.simulation.game.Purse;
import worldmesh.simulation.game.SimWorld;
import worldmesh.simulation.game.Tag;
import worldmesh.simulation.game.Vein;
import worldmesh.simulation.node.SimNode;
import worldmesh.testkit.check.Promise;
import worldmesh.testkit.check.Violation;

/** Looks at one machine after the other: what its replica shows and what its store holds. */
final class NodeChecks {
    private static final String ASSET = "gold";

    private final SignatureVerifier verifier;
    private final List<Violation> violations = new ArrayList<>();

    NodeChecks(SignatureVerifier verifier) {
        this.verifier = verifier;
    }

    /** The digests of all replicas by name; a machine that does not run has none. */
    static Map<String, String> digests(List<SimNode> nodes) {
        var digests = new TreeMap<String, String>();
        for (SimNode node : nodes) {
            LocalWorld world = node.world();
            digests.put(node.machine().name(), world == null ? "down" : world.digest());
        }
        return digests;
    }

    /** The gold that must be there by these books: all, or none as long as nobody has an account. */
    static long expectedGold(StoreAudit audit) {
        return books(audit).accounts() == 0 ? 0 : SimWorld.GOLD;
    }

    /** What the accounts of a store hold together. */
    static long circulating(StoreAudit audit) {
        return books(audit).circulating();
    }

    private static StoreAudit.Asset books(StoreAudit audit) {
        return audit.assets().getOrDefault(ASSET, new StoreAudit.Asset(0, 0, 0));
    }

    /** Looks for writes that nobody had a right to; answers the gold in sight. */
    long checkReplica(SimNode node) {
        LocalWorld world = node.world();
        if (world == null) {
            return 0;
        }
        String where = " in the replica of " + node.machine().name();
        SessionStats stats = node.stats();
        if (stats != null && stats.damagedCells() + stats.divergedCells() > 0) {
            violate(
                    Promise.CONVERGENCE,
                    stats.damagedCells() + " cells were damaged and " + stats.divergedCells() + " diverged" + where);
        }
        long[] gold = new long[1];
        world.replica().each(null, Tag.class, (entity, tag) -> {
            if (tag.text().startsWith(SimWorld.CHEAT_MARK)) {
                violate(Promise.VALIDITY, "entity " + entity + " shows " + tag + where);
            }
        });
        world.replica().each(null, Vein.class, (entity, vein) -> gold[0] += vein.gold());
        world.replica().each(null, Purse.class, (entity, purse) -> {
            gold[0] += purse.gold();
            if (purse.gold() < 0 || purse.gold() > SimWorld.GOLD) {
                violate(Promise.VALIDITY, "entity " + entity + " shows " + purse + where);
            }
        });
        return gold[0];
    }

    /** Reads the store of a machine whose program has ended. */
    StoreAudit checkStore(SimNode node, DeltaJournal store) {
        StoreAudit audit = StoreAudit.of(store, SimWorld.SCHEMA, verifier);
        String name = node.machine().name();
        audit.problems().forEach(problem -> violate(Promise.SOUND_STORE, "the store of " + name + ": " + problem));
        return audit;
    }

    /** The store must hold what the replica showed. */
    void checkShown(SimNode node, StoreAudit audit, String shown) {
        if (!shown.equals(audit.digest())) {
            violate(
                    Promise.SOUND_STORE,
                    "the store of " + node.machine().name() + " holds " + audit.digest() + ", its replica showed "
                            + shown);
        }
    }

    void violate(Promise promise, String detail) {
        violations.add(new Violation(promise, detail));
    }

    void violate(List<Violation> more) {
        violations.addAll(more);
    }

    /** All broken promises found so far. */
    List<Violation> violations() {
        return List.copyOf(violations);
    }
}
