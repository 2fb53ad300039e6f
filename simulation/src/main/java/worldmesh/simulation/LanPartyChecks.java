package worldmesh.simulation;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import worldmesh.authority.row.Table;
import worldmesh.authority.store.StoreAudit;
import worldmesh.runtime.identity.PeerId;
import worldmesh.runtime.journal.DeltaJournal;
import worldmesh.simulation.fault.PartyPlan;
import worldmesh.simulation.node.SimNode;
import worldmesh.testkit.check.Checks;
import worldmesh.testkit.check.Promise;
import worldmesh.testkit.check.Violation;
import worldmesh.world.command.CommandId;
import worldmesh.world.command.Receipt;
import worldmesh.world.trust.Grant;
import worldmesh.world.trust.ProofCodec;

/** Compares replicas, stores and receipts of a party at the end of a seed; asks nobody who took part. */
final class LanPartyChecks {
    private final Cluster cluster;
    private final PartyPlan plan;
    private final PartyNews news;
    private final PartyWatch watch;
    private final NodeChecks checks;
    private final CommonLog log = new CommonLog();
    private final Map<String, PeerId> holders = new TreeMap<>();
    private final Set<PeerId> gone = new HashSet<>();
    private final SortedMap<String, Long> figures = new TreeMap<>();

    LanPartyChecks(Cluster cluster, PartyPlan plan, PartyNews news, PartyWatch watch) {
        this.cluster = cluster;
        this.plan = plan;
        this.news = news;
        this.watch = watch;
        this.checks = new NodeChecks(cluster.signatures);
        for (String key : List.of("lostAcks", "duplicateEffects", "forkedAcks", "deposed")) {
            figures.put(key, 0L);
        }
    }

    /** What was counted. */
    SortedMap<String, Long> figures() {
        return figures;
    }

    /** All broken promises; ends every program. */
    List<Violation> violations() {
        List<SimNode> party = cluster.nodes.stream().filter(node -> !node.out()).toList();
        Map<String, String> played = NodeChecks.digests(party);
        checks.violate(Checks.converged(played));
        if (!cluster.isSettled()) {
            checks.violate(Promise.CONVERGENCE, "the party never came to rest: " + standings(party));
        }
        checkDoor(party);
        var ends = new LinkedHashMap<String, String>();
        for (SimNode node : party) {
            long gold = checks.checkReplica(node);
            DeltaJournal store = node.stop();
            StoreAudit audit = checks.checkStore(node, store);
            String name = node.machine().name();
            checks.checkShown(node, audit, played.getOrDefault(name, ""));
            long expected = NodeChecks.expectedGold(audit);
            checks.violate(Checks.ledgerKept("the ledger of " + name, expected, NodeChecks.circulating(audit)));
            checks.violate(Checks.ledgerKept("the replica of " + name, expected, gold));
            ends.put(name, CommonLog.committed(store));
            read(name, store);
        }
        if (Set.copyOf(ends.values()).size() > 1) {
            checks.violate(Promise.ONE_LOG, "the committed logs end at different entries: " + ends);
        }
        readGone();
        checkFence();
        long conflict = log.add(cluster.cut);
        if (conflict >= 0) {
            checks.violate(Promise.ONE_LOG, "an entry that was cut off is not that of tick " + conflict);
        }
        checkCommands();
        checkCheat();
        figures.put("cuts", log.cuts());
        figures.put("seedsWithCuts", log.cuts() > 0 ? 1L : 0L);
        return checks.violations();
    }

    private static Map<String, String> standings(List<SimNode> party) {
        Map<String, String> standings = new TreeMap<>();
        for (SimNode node : party) {
            standings.put(node.machine().name(), node.unanswered() + " unanswered, " + node.authorityStatus());
        }
        return standings;
    }

    /** Whom a holder sent away, on any side of a split, all keep out in the end. */
    private void checkDoor(List<SimNode> party) {
        Map<String, String> barred = new TreeMap<>();
        party.forEach(node -> barred.put(node.machine().name(), node.barred().toString()));
        if (Set.copyOf(barred.values()).size() > 1) {
            checks.violate(Promise.ONE_DOOR, "members keep different peers out: " + barred);
        }
        figures.put(
                "barred",
                party.stream().mapToLong(node -> node.barred().size()).max().orElse(0));
    }

    /** What a holder made after the next one was elected it does not commit; behind an adoption two go on apart. */
    private void checkFence() {
        log.places().forEach((tick, place) -> {
            if (!plan.adopts() && watch.isStale(place.epoch(), place.hash())) {
                checks.violate(
                        Promise.ONE_HOLDER,
                        "the entry of tick " + tick + " was made and committed in epoch " + place.epoch()
                                + " after the holder of a later one was elected");
            }
        });
    }

    /** Those who left for good may lack the end of the log, but what they have must be the same. */
    private void readGone() {
        for (SimNode node : cluster.nodes) {
            if (node.out()) {
                gone.add(node.machine().signer().peer());
                DeltaJournal store = node.stop();
                checks.checkStore(node, store);
                read(node.machine().name(), store);
            }
        }
    }

    private void read(String name, DeltaJournal store) {
        long conflict = log.add(store);
        if (conflict >= 0) {
            checks.violate(Promise.ONE_LOG, "the store of " + name + " has another entry at tick " + conflict);
        }
        store.scan(Table.PROOF.prefix(), (key, row) -> {
            // A side that goes on by itself cannot know which epochs the others use; its branch may lose.
            if (ProofCodec.decode(row) instanceof Grant grant && !grant.adopted()) {
                PeerId other = holders.putIfAbsent(tenure(grant), grant.holder());
                if (other != null && !other.equals(grant.holder())) {
                    checks.violate(Promise.ONE_HOLDER, "epoch " + grant.epoch() + " has two holders");
                }
            }
            return true;
        });
    }

    /** Behind an adoption two branches elect apart, each by rosters of its own: there one roster elects one holder. */
    private String tenure(Grant grant) {
        return plan.adopts() ? grant.epoch() + " by " + grant.roster() : Long.toString(grant.epoch());
    }

    private void checkCommands() {
        checks.violate(Checks.appliedOnce(log.applied()));
        figures.put(
                "duplicateEffects",
                log.applied().values().stream().filter(times -> times > 1).count());
        cluster.witness.acked().forEach(this::checkAck);
        for (CommandId command : news.provisional()) {
            boolean accepted = news.accepted().contains(command);
            boolean rejected = news.rejected().contains(command);
            // Decided on an adopted branch that lost, it is judged again, and its player is told that too.
            boolean decided =
                    log.applied().containsKey(command) || log.rejected().containsKey(command);
            boolean again = plan.adopts() && accepted && decided;
            if (!gone.contains(command.player()) && accepted == rejected && !again) {
                checks.violate(
                        Promise.VISIBLE_OUTCOME,
                        "the provisional command " + command + " was "
                                + (accepted ? "accepted and rejected" : "never answered"));
            }
        }
    }

    /** An acknowledged command stands where its receipt says; one of a branch that lost was judged again. */
    private void checkAck(CommandId command, List<Receipt> receipts) {
        boolean stands = receipts.stream().allMatch(this::stands);
        boolean applied = log.applied().containsKey(command);
        if (stands && applied) {
            return;
        }
        boolean judgedAgain = applied || log.rejected().containsKey(command);
        if (plan.adopts() && (judgedAgain || gone.contains(command.player()))) {
            figures.merge("forkedAcks", 1L, Long::sum);
            return;
        }
        figures.merge("lostAcks", 1L, Long::sum);
        checks.violate(
                Promise.NO_LOST_ACK,
                "command " + command + " was acknowledged and is "
                        + (applied ? "in the log at another place than its receipt says" : "not in the log"));
    }

    private boolean stands(Receipt receipt) {
        Long epoch = log.epoch(receipt.header().tick());
        return epoch != null && epoch == receipt.header().epoch();
    }

    private void checkCheat() {
        figures.put("deposed", (long) news.deposed().size());
        PeerId founder = cluster.nodes.get(0).machine().signer().peer();
        if (plan.cheatNanos() >= 0 && !news.deposed().contains(founder)) {
            checks.violate(Promise.NO_CHEAT, "the founder cheated and was not deposed");
        }
        for (PeerId accused : news.deposed()) {
            boolean cheats = plan.cheatNanos() >= 0 || plan.lies();
            if (!cheats || !accused.equals(founder)) {
                checks.violate(Promise.NO_CHEAT, "the honest holder " + accused.brief() + " was deposed");
            }
        }
    }
}
