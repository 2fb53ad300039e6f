package worldmesh.world.access;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import worldmesh.runtime.identity.PeerId;
import worldmesh.world.access.RankedRuling.Rank;
import worldmesh.world.hash.Hash;
import worldmesh.world.trust.Grant;
import worldmesh.world.trust.KnownProofs;
import worldmesh.world.trust.ProofId;
import worldmesh.world.trust.Roster;
import worldmesh.world.trust.Ruling;

/**
 * What the rulings known come to. The latest about a subject counts, but for those of a peer that is barred itself,
 * those against whom a quorum made holder later, and those that a side without a quorum gave against members that a
 * quorum voted for: else any member could make itself a holder and throw the others out.
 */
final class Verdicts {
    private final Set<PeerId> voted = new TreeSet<>();
    private final Map<PeerId, Rank> lastTenure = new HashMap<>(); // looked up only
    private final Map<PeerId, Ruling> aboutPeers = new HashMap<>(); // looked up only
    private final SortedMap<PeerId, Ruling> bars = new TreeMap<>();
    private final Map<Hash, Ruling> withdrawn = new HashMap<>(); // looked up only
    private @Nullable Ruling party;

    Verdicts(KnownProofs proofs) {
        Map<ProofId, Long> agreed = agreedRosters(proofs);
        Map<ProofId, Grant> grants = new HashMap<>();
        for (Grant grant : proofs.grants()) {
            grants.put(grant.id(), grant);
            Rank rank = rank(grant, agreed);
            if (rank.agreed()) {
                lastTenure.merge(grant.holder(), rank, (one, other) -> one.compareTo(other) < 0 ? other : one);
            }
        }
        List<RankedRuling> ranked = new ArrayList<>();
        for (Ruling ruling : proofs.rulings()) {
            Grant by = grants.get(ruling.grant());
            if (by != null) {
                ranked.add(new RankedRuling(ruling, by, rank(by, agreed)));
            }
        }
        ranked.sort(RankedRuling.LATEST_FIRST);
        ranked.forEach(this::hear);
    }

    private Map<ProofId, Long> agreedRosters(KnownProofs proofs) {
        Map<ProofId, Long> agreed = new HashMap<>();
        for (Roster roster : proofs.rosters()) {
            boolean follows = roster.previous() == null || agreed.containsKey(roster.previous());
            if (follows && !roster.adopted()) {
                agreed.put(roster.id(), roster.number());
                voted.addAll(roster.peers());
            }
        }
        return agreed;
    }

    private static Rank rank(Grant grant, Map<ProofId, Long> agreed) {
        ProofId roster = grant.roster();
        boolean rooted = roster == null;
        boolean quorum = rooted || (!grant.adopted() && agreed.containsKey(roster));
        return new Rank(quorum, rooted ? 0 : agreed.getOrDefault(roster, 0L), grant.epoch());
    }

    /** Later ones come first, so what is known of a subject already overrules. */
    private void hear(RankedRuling ranked) {
        if (bars.containsKey(ranked.author())) {
            return;
        }
        Ruling ruling = ranked.ruling();
        switch (ruling.order().verb()) {
            case BAN, KICK -> {
                if (!isImmune(ranked) && aboutPeers.putIfAbsent(ruling.order().peer(), ruling) == null) {
                    bars.put(ruling.order().peer(), ruling);
                }
            }
            case PARDON -> aboutPeers.putIfAbsent(ruling.order().peer(), ruling);
            case LOCK, UNLOCK -> party = party == null ? ruling : party;
            case WITHDRAW -> withdrawn.putIfAbsent(ruling.order().subject(), ruling);
        }
    }

    private boolean isImmune(RankedRuling ranked) {
        if (!ranked.rank().agreed()) {
            return voted.contains(ranked.peer());
        }
        Rank tenure = lastTenure.get(ranked.peer());
        return tenure != null && tenure.compareTo(ranked.rank()) > 0;
    }

    /** True if a quorum voted the peer into a roster. */
    boolean isVoted(PeerId peer) {
        return voted.contains(peer);
    }

    Set<PeerId> voted() {
        return Collections.unmodifiableSet(voted);
    }

    /** Who is barred, and by which ruling. */
    SortedMap<PeerId, Ruling> bars() {
        return Collections.unmodifiableSortedMap(bars);
    }

    /** The latest ruling about a peer, or null. */
    @Nullable Ruling about(PeerId peer) {
        return aboutPeers.get(peer);
    }

    /** The lock in force, or null. */
    @Nullable Ruling lock() {
        return party != null && party.order().verb() == Ruling.Verb.LOCK ? party : null;
    }

    /** The uses of an invitation that count are below this number. */
    long usesThatCount(Hash invitation) {
        Ruling ruling = withdrawn.get(invitation);
        return ruling == null ? Long.MAX_VALUE : ruling.order().uses();
    }

    /** The admittances of a member that count have serials below this number. */
    long admittancesThatCount(PeerId issuer) {
        Ruling bar = bars.get(issuer);
        return bar == null ? Long.MAX_VALUE : bar.order().uses();
    }
}
