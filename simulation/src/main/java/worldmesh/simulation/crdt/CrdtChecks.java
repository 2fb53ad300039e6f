package worldmesh.simulation.crdt;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import worldmesh.runtime.identity.PeerId;
import worldmesh.testkit.check.Promise;
import worldmesh.testkit.check.Violation;
import worldmesh.world.entity.EntityId;
import worldmesh.world.hash.Hash;
import worldmesh.world.replica.Comparison;
import worldmesh.world.replica.EntityTree;
import worldmesh.world.replica.Replica;
import worldmesh.world.sector.SectorId;
import worldmesh.world.state.CellDifference;
import worldmesh.world.trust.Proof;
import worldmesh.world.trust.ProofId;

/** What must hold of the replicas of one seed. */
final class CrdtChecks {
    private static final int SHOWN = 3;

    private final long forker;
    private final List<Violation> violations = new ArrayList<>();

    /** Checks members one of whose acquaintances forks its history under this replica. */
    CrdtChecks(long forker) {
        this.forker = forker;
    }

    /** Which batches of a sector a member knows: numbers say it of all that do not fork. */
    private List<Object> batches(CrdtMember member, SectorId sector) {
        return List.of(member.replica().vector(sector), member.branch(sector, forker), member.cut(sector));
    }

    List<Violation> violations() {
        return violations;
    }

    void broken(Promise promise, String detail) {
        violations.add(new Violation(promise, detail));
    }

    private static Set<ProofId> proofs(Replica replica) {
        Set<ProofId> out = new HashSet<>();
        for (Proof proof : replica.proofs()) {
            out.add(proof.id());
        }
        return out;
    }

    /** Whoever knows the same batches, proofs and cuts has the same world. */
    void equalVectorsHaveEqualDigests(List<CrdtMember> members, String when) {
        // Edits that are not sealed are seen and are in no vector yet.
        members.forEach(CrdtMember::retry);
        Map<List<Object>, CrdtMember> worlds = new HashMap<>();
        for (CrdtMember member : members) {
            Set<ProofId> proofs = proofs(member.replica());
            for (SectorId sector : member.sectors) {
                Hash digest = member.replica().digest(sector);
                CrdtMember other = worlds.putIfAbsent(List.of(sector, proofs, batches(member, sector)), member);
                if (other != null && !other.replica().digest(sector).equals(digest)) {
                    broken(
                            Promise.CONVERGENCE,
                            when + " members " + other.number + " and " + member.number + " know the same of sector "
                                    + sector + " and differ: "
                                    + Comparison.text(other.replica(), member.replica(), sector));
                }
            }
        }
    }

    /** True if all members know the same of the sectors that they follow. */
    boolean settled(List<CrdtMember> members) {
        for (SectorId sector : CrdtWorld.SECTORS) {
            CrdtMember first = null;
            for (CrdtMember member : members) {
                if (member.sectors.contains(sector)) {
                    first = first == null ? member : first;
                    if (!batches(first, sector).equals(batches(member, sector))) {
                        return false;
                    }
                }
            }
        }
        return members.stream().map(each -> proofs(each.replica())).distinct().count() == 1;
    }

    /** After all healed, every sector is the same wherever it is followed, to the byte. */
    void converged(List<CrdtMember> members, String when) {
        if (!settled(members)) {
            broken(Promise.CONVERGENCE, when + " the members do not know the same; " + differences(members));
            return;
        }
        for (SectorId sector : CrdtWorld.SECTORS) {
            Map<Hash, CrdtMember> states = new LinkedHashMap<>();
            members.stream()
                    .filter(member -> member.sectors.contains(sector))
                    .forEach(member ->
                            states.putIfAbsent(member.replica().snapshot(sector).hash(), member));
            if (states.size() > 1) {
                broken(
                        Promise.CONVERGENCE,
                        when + " there are " + states.size() + " states of sector " + sector
                                + differences(states, sector));
            }
        }
        oneTree(members, when);
    }

    private static String differences(Map<Hash, CrdtMember> states, SectorId sector) {
        List<CrdtMember> apart = List.copyOf(states.values());
        CrdtMember one = apart.get(0);
        CrdtMember other = apart.get(1);
        String shown = Comparison.text(one.replica(), other.replica(), sector);
        return "; members " + one.number + " and " + other.number
                + (shown.isEmpty() ? " show the same and differ in stamps" : " differ: " + shown);
    }

    /** No tree of entities has a ring, and who knows the same sees the same tree. */
    private void oneTree(List<CrdtMember> members, String when) {
        Map<Object, Map<EntityId, EntityId>> trees = new HashMap<>();
        for (CrdtMember member : members) {
            EntityTree tree = member.replica().tree(CrdtSchema.Mount.class);
            Map<EntityId, EntityId> parents = new HashMap<>();
            member.replica().eachEntity(entity -> {
                EntityId parent = tree.parent(entity);
                if (parent != null) {
                    parents.put(entity, parent);
                }
                if (tree.isUnder(entity, entity)) {
                    broken(Promise.CONVERGENCE, when + " entity " + entity + " is under itself");
                }
            });
            // What is left out of a part of the world may keep a ring from being one.
            Map<EntityId, EntityId> other = trees.putIfAbsent(known(member), parents);
            if (other != null && !other.equals(parents)) {
                broken(Promise.CONVERGENCE, when + " member " + member.number + " sees another tree");
            }
        }
    }

    /** All that a tree is made of; who moves something to a sector that it does not follow knows its own part of it. */
    private static List<Object> known(CrdtMember member) {
        List<Object> out = new ArrayList<>();
        for (SectorId sector : member.replica().sectors()) {
            out.add(List.of(
                    sector,
                    member.sectors.contains(sector),
                    member.replica().vector(sector).entries()));
        }
        return out;
    }

    /** The first sector of which two know different batches. */
    private String differences(List<CrdtMember> members) {
        for (SectorId sector : CrdtWorld.SECTORS) {
            CrdtMember first = null;
            for (CrdtMember member : members) {
                if (member.sectors.contains(sector)) {
                    first = first == null ? member : first;
                    List<Object> one = batches(first, sector);
                    List<Object> other = batches(member, sector);
                    if (!one.equals(other)) {
                        return "of sector " + sector + " member " + first.number + " knows " + one + " and member "
                                + member.number + " knows " + other;
                    }
                }
            }
        }
        return "their proofs differ";
    }

    /** What a member shows is what its history makes, its own edits too, which it made before they were batches. */
    void historyMakesState(CrdtMember member, String when) {
        Replica replica = member.replica();
        for (SectorId sector : replica.sectors()) {
            Hash before = replica.snapshot(sector).hash();
            List<CellDifference> found =
                    replica.verification().repair(sector, SHOWN).found();
            if (!found.isEmpty() || !before.equals(replica.snapshot(sector).hash())) {
                broken(
                        Promise.CONVERGENCE,
                        when + " the history of member " + member.number + " makes another sector " + sector + ": "
                                + (found.isEmpty() ? "the same values with other stamps" : found));
            }
        }
    }

    /** What an honest member sealed is part of the world, its own copy of it included. */
    void nobodyIsMuted(List<CrdtMember> members, Set<Integer> revoked) {
        for (CrdtMember member : members) {
            for (SectorId sector : member.sectors) {
                long last = member.replica()
                        .vector(sector)
                        .last(member.replica().self().replica());
                boolean cutOff = member.replica().isCutOff(sector);
                if (!revoked.contains(member.number) && (cutOff || last < member.sealed(sector))) {
                    broken(
                            Promise.NO_LOST_ACK,
                            "member " + member.number + " sealed " + member.sealed(sector) + " batches in sector "
                                    + sector + ", of which " + last + " count"
                                    + (cutOff ? "; it is cut off as a cheat" : ""));
                }
            }
        }
    }

    /** No cheat's gold, and no body that a cheat moved unless it was its own. */
    void noForeignWrites(CrdtMember member, PeerId cheat) {
        Replica replica = member.replica();
        replica.each(null, CrdtSchema.Gold.class, (entity, gold) -> {
            if (gold.amount() == CrdtEdits.CHEAT) {
                broken(Promise.VALIDITY, "member " + member.number + " shows forged gold at " + entity);
            }
        });
        replica.each(null, CrdtSchema.Body.class, (entity, body) -> {
            if (body.x() == CrdtEdits.CHEAT && !Objects.equals(cheat, replica.owner(entity))) {
                broken(Promise.VALIDITY, "member " + member.number + " shows a foreign write at " + entity);
            }
        });
        replica.each(null, CrdtSchema.Stock.class, (entity, stock) -> {
            if (stock.left() < 0) {
                broken(Promise.VALIDITY, "the stock of " + entity + " is " + stock.left());
            }
        });
    }
}
