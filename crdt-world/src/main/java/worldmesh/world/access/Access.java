package worldmesh.world.access;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import worldmesh.runtime.identity.PeerId;
import worldmesh.world.hash.Hash;
import worldmesh.world.trust.Admittance;
import worldmesh.world.trust.KnownProofs;
import worldmesh.world.trust.Proof;
import worldmesh.world.trust.ProofId;
import worldmesh.world.trust.Ruling;
import worldmesh.world.trust.Withdrawal;
import worldmesh.world.trust.WorldManifest;

/**
 * Who may come into a world: a picture of what the proofs known came to when it was made, docs/wire-world.md "Who may
 * come in". It follows from the set of proofs alone, never from their order, so that members that know the same agree.
 * Immutable.
 */
public final class Access {
    /** A newcomer shows at most this many proofs: a chain of members that let each other in, and its pardon. */
    public static final int CREDENTIALS_MAX = 8;

    private final Verdicts verdicts;
    private final Map<PeerId, List<Admittance>> admittances = new HashMap<>(); // looked up only, by issuer
    private final Map<Use, ProofId> uses = new HashMap<>(); // looked up only
    private final Map<Given, Long> issuersWord = new HashMap<>(); // looked up only
    private final Map<Given, Long> counts = new HashMap<>(); // looked up only

    /** Who let a member in: null for the founder and for whom a quorum voted. */
    private final Map<PeerId, @Nullable Admittance> members = new LinkedHashMap<>();

    private record Given(PeerId issuer, Hash invitation) {}

    private record Use(Given given, long number) {}

    private Access(WorldManifest manifest, KnownProofs proofs) {
        this.verdicts = new Verdicts(proofs);
        for (Withdrawal withdrawal : proofs.withdrawals()) {
            Given given = new Given(withdrawal.issuer().peer(), withdrawal.invitation());
            issuersWord.merge(given, withdrawal.uses(), Math::min);
        }
        for (Admittance admittance : proofs.admittances()) {
            PeerId issuer = admittance.issuer().peer();
            admittances.computeIfAbsent(issuer, peer -> new ArrayList<>()).add(admittance);
            Use use = useOf(admittance);
            uses.merge(use, admittance.id(), (one, other) -> one.compareTo(other) < 0 ? one : other);
            counts.merge(use.given(), use.number() + 1, Math::max);
        }
        admit(manifest.trustRoot().peer());
    }

    /** What the proofs come to. */
    public static Access of(WorldManifest manifest, KnownProofs proofs) {
        return new Access(manifest, proofs);
    }

    private static Use useOf(Admittance admittance) {
        Given given = new Given(admittance.issuer().peer(), admittance.pass().invitation());
        return new Use(given, admittance.pass().use());
    }

    /** From those that nobody had to let in, along the admittances that count. */
    private void admit(PeerId root) {
        Deque<PeerId> next = new ArrayDeque<>(verdicts.voted());
        next.add(root);
        next.forEach(member -> members.put(member, null));
        while (!next.isEmpty()) {
            for (Admittance admittance : admittances.getOrDefault(next.removeFirst(), List.of())) {
                if (counts(admittance) && !members.containsKey(admittance.newcomer())) {
                    members.put(admittance.newcomer(), admittance);
                    next.addLast(admittance.newcomer());
                }
            }
        }
    }

    private boolean counts(Admittance admittance) {
        PeerId issuer = admittance.issuer().peer();
        return admittance.serial() < verdicts.admittancesThatCount(issuer)
                && (admittance.pass().equals(Admittance.Pass.NONE) || usesItsInvitation(admittance));
    }

    private boolean usesItsInvitation(Admittance admittance) {
        Use use = useOf(admittance);
        return use.number() < usesThatCount(use.given()) && admittance.id().equals(uses.get(use));
    }

    private long usesThatCount(Given given) {
        return Math.min(issuersWord.getOrDefault(given, Long.MAX_VALUE), verdicts.usesThatCount(given.invitation()));
    }

    /** What a peer is to the world. */
    public Standing standing(PeerId peer) {
        if (bar(peer) != null) {
            return Standing.BARRED;
        }
        return members.containsKey(peer) ? Standing.MEMBER : Standing.STRANGER;
    }

    /** The ban or kick in force against a peer, or null. */
    public @Nullable Ruling bar(PeerId peer) {
        return verdicts.bars().get(peer);
    }

    /** All bans and kicks in force. */
    public SortedMap<PeerId, Ruling> bars() {
        return verdicts.bars();
    }

    /** The lock in force, or null: newcomers may come in. */
    public @Nullable Ruling lock() {
        return verdicts.lock();
    }

    /** True if the invitation was taken back, by who gave it or by the host. */
    public boolean isWithdrawn(PeerId issuer, Hash invitation) {
        return usesThatCount(new Given(issuer, invitation)) != Long.MAX_VALUE;
    }

    /** How often an invitation was used, as far as is known. */
    public long uses(PeerId issuer, Hash invitation) {
        return counts.getOrDefault(new Given(issuer, invitation), 0L);
    }

    /** The next free number for an admittance of this member. */
    public long nextSerial(PeerId issuer) {
        return admittances.getOrDefault(issuer, List.of()).stream()
                .mapToLong(each -> each.serial() + 1)
                .max()
                .orElse(0);
    }

    /**
     * What convinces members that know less: the admittance of the peer, those of who let it in, and the pardon that
     * ended its bar. At most {@link #CREDENTIALS_MAX}.
     */
    public List<Proof> credentials(PeerId peer) {
        List<Proof> shown = new ArrayList<>();
        Ruling ruling = verdicts.about(peer);
        if (ruling != null && ruling.order().verb() == Ruling.Verb.PARDON) {
            shown.add(ruling);
        }
        Admittance next = ownAdmittance(peer);
        while (next != null && shown.size() < CREDENTIALS_MAX && !shown.contains(next)) {
            shown.add(0, next);
            next = ownAdmittance(next.issuer().peer());
        }
        return List.copyOf(shown);
    }

    /** That by which it came in; where a quorum voted for it since, any that counts. */
    private @Nullable Admittance ownAdmittance(PeerId peer) {
        Admittance by = members.get(peer);
        if (by != null || !verdicts.isVoted(peer)) {
            return by;
        }
        return admittances.values().stream()
                .flatMap(List::stream)
                .filter(each -> each.newcomer().equals(peer) && counts(each))
                .filter(each -> members.containsKey(each.issuer().peer()))
                .min((one, other) -> one.id().compareTo(other.id()))
                .orElse(null);
    }
}
