package worldmesh.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import worldmesh.authority.store.StoreAudit;
import worldmesh.peer.core.LocalWorld;
import worldmesh.runtime.identity.SignatureVerifier;
import worldmesh.simulation.game.Purse;
import worldmesh.simulation.game.SimWorld;
import worldmesh.simulation.game.Tag;
import worldmesh.simulation.game.Vein;
import worldmesh.simulation.node.SimNode;
import worldmesh.testkit.check.Checks;
import worldmesh.testkit.check.Promise;
import worldmesh.testkit.check.Violation;
import worldmesh.world.command.CommandId;

/** Compares replicas, stores and receipts at the end of a seed; asks nobody who took part what happened. */
final class SharedWorldChecks {
    private static final String ASSET = "gold";

    private final List<SimNode> nodes;
    private final SignatureVerifier verifier;
    private final List<Violation> violations = new ArrayList<>();

    SharedWorldChecks(List<SimNode> nodes, SignatureVerifier verifier) {
        this.nodes = nodes;
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

    /** All broken promises; ends every program. */
    List<Violation> violations(List<CommandId> acked) {
        Map<String, String> played = digests(nodes);
        violations.addAll(Checks.converged(played));
        List<Long> goldPerReplica = nodes.stream().map(this::checkReplica).toList();
        StoreAudit host = auditStores(played);
        violations.addAll(Checks.acksKept(acked, host.applied()));
        violations.addAll(Checks.appliedOnce(host.applied()));
        StoreAudit.Asset books = host.assets().getOrDefault(ASSET, new StoreAudit.Asset(0, 0, 0));
        long expected = books.accounts() == 0 ? 0 : SimWorld.GOLD;
        violations.addAll(Checks.ledgerKept("the host's ledger", expected, books.circulating()));
        for (int i = 0; i < nodes.size(); i++) {
            String where = "the replica of " + nodes.get(i).machine().name();
            violations.addAll(Checks.ledgerKept(where, expected, goldPerReplica.get(i)));
        }
        return violations;
    }

    /** Looks for writes that nobody had a right to; answers the gold in sight. */
    private long checkReplica(SimNode node) {
        LocalWorld world = node.world();
        if (world == null) {
            return 0;
        }
        String where = " in the replica of " + node.machine().name();
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

    /** Reads every store after its program has ended; answers the audit of the host's. */
    private StoreAudit auditStores(Map<String, String> played) {
        StoreAudit host = null;
        for (SimNode node : nodes) {
            String name = node.machine().name();
            StoreAudit audit = StoreAudit.of(node.stop(), SimWorld.SCHEMA, verifier);
            audit.problems().forEach(problem -> violate(Promise.SOUND_STORE, "the store of " + name + ": " + problem));
            String digest = played.getOrDefault(name, "");
            if (!digest.equals(audit.digest())) {
                violate(
                        Promise.SOUND_STORE,
                        "the store of " + name + " holds " + audit.digest() + ", its replica showed " + digest);
            }
            host = node.machine().index() == 0 ? audit : host;
        }
        return Objects.requireNonNull(host);
    }

    private void violate(Promise promise, String detail) {
        violations.add(new Violation(promise, detail));
    }
}
