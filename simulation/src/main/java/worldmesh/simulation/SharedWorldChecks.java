package worldmesh.simulation;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import worldmesh.authority.store.StoreAudit;
import worldmesh.runtime.identity.SignatureVerifier;
import worldmesh.simulation.node.SimNode;
import worldmesh.testkit.check.Checks;
import worldmesh.testkit.check.Violation;
import worldmesh.world.command.CommandId;

/** Compares replicas, stores and receipts at the end of a seed; asks nobody who took part what happened. */
final class SharedWorldChecks {
    private final List<SimNode> nodes;
    private final NodeChecks checks;

    SharedWorldChecks(List<SimNode> nodes, SignatureVerifier verifier) {
        this.nodes = nodes;
        this.checks = new NodeChecks(verifier);
    }

    /** All broken promises; ends every program. */
    List<Violation> violations(Collection<CommandId> acked) {
        Map<String, String> played = NodeChecks.digests(nodes);
        checks.violate(Checks.converged(played));
        List<Long> goldPerReplica = nodes.stream().map(checks::checkReplica).toList();
        StoreAudit host = auditStores(played);
        checks.violate(Checks.acksKept(acked, host.applied()));
        checks.violate(Checks.appliedOnce(host.applied()));
        long expected = NodeChecks.expectedGold(host);
        checks.violate(Checks.ledgerKept("the host's ledger", expected, NodeChecks.circulating(host)));
        for (int i = 0; i < nodes.size(); i++) {
            String where = "the replica of " + nodes.get(i).machine().name();
            checks.violate(Checks.ledgerKept(where, expected, goldPerReplica.get(i)));
        }
        return checks.violations();
    }

    /** Reads every store after its program has ended; answers the audit of the host's. */
    private StoreAudit auditStores(Map<String, String> played) {
        StoreAudit host = null;
        for (SimNode node : nodes) {
            StoreAudit audit = checks.checkStore(node, node.stop());
            checks.checkShown(node, audit, played.getOrDefault(node.machine().name(), ""));
            host = node.machine().index() == 0 ? audit : host;
        }
        return Objects.requireNonNull(host);
    }
}
