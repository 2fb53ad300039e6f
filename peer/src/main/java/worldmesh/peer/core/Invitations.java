package worldmesh.peer.core;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import worldmesh.peer.admission.Invitation;
import worldmesh.peer.admission.InvitationBook;
import worldmesh.peer.admission.InvitationBook.Progress;
import worldmesh.peer.admission.InvitationProof;
import worldmesh.peer.admission.Refusal;
import worldmesh.peer.event.RefusalReason;
import worldmesh.runtime.identity.PeerId;
import worldmesh.runtime.identity.Signer;
import worldmesh.world.access.Access;
import worldmesh.world.access.Standing;
import worldmesh.world.hash.Hash;
import worldmesh.world.trust.Admittance;
import worldmesh.world.trust.Membership;
import worldmesh.world.trust.Withdrawal;
import worldmesh.world.trust.WorldId;
import worldmesh.world.trust.WorldManifest;

/**
 * The invitations of this player, and their use: each use is a signed admittance, on disk before the newcomer or
 * anybody else is told. Confined to the session's thread.
 */
final class Invitations {
    private final SessionScope scope;
    private final ProofExchange proofs;
    private final InvitationBook book = new InvitationBook();

    /** Signed and not yet known to be on disk. */
    private final Map<PeerId, Admittance> underWay = new TreeMap<>();

    private @Nullable WorldId loaded;

    Invitations(SessionScope scope, ProofExchange proofs) {
        this.scope = scope;
        this.proofs = proofs;
    }

    private InvitationBook book() {
        WorldId world = scope.world.replica().manifest().worldId();
        if (!world.equals(loaded)) {
            loaded = world;
            List<Invitation> kept = new ArrayList<>();
            for (byte[] row : scope.world.store().invitations()) {
                Invitation read = Invitation.decode(row);
                if (read == null) {
                    throw new IllegalStateException("an invitation in the store cannot be read; restore a backup");
                }
                kept.add(read);
            }
            byte[] founders = founderSecret();
            if (founders.length > 0) {
                // The same at every opening, so it needs no row.
                kept.add(new Invitation(founders, Invitation.UNLIMITED, Invitation.NEVER, 0));
            }
            book.load(kept);
        }
        return book;
    }

    private Signer signer() {
        return scope.world.parts().signer();
    }

    /** What proves the founder's invitation for any number of players; empty for an open world and for others. */
    byte[] founderSecret() {
        WorldManifest manifest = scope.world.replica().manifest();
        boolean founders = manifest.trustRoot().equals(signer().publicKey());
        return founders && manifest.membership() == Membership.INVITE
                ? InvitationProof.secretOf(signer(), manifest.worldId())
                : new byte[0];
    }

    /** Makes an invitation for so many players and so long. */
    Invitation make(Access access, long usesMax, long lifeMillis) {
        if (usesMax < 1 || lifeMillis < 1) {
            throw new IllegalArgumentException("an invitation for " + usesMax + " players and " + lifeMillis
                    + " ms serves nobody; both must be 1 or more");
        }
        if (access.standing(scope.world.self()) != Standing.MEMBER) {
            throw new IllegalStateException("only a member of the world invites; wait until the party let you in");
        }
        long now = scope.worldMillis();
        long expires = lifeMillis >= Invitation.NEVER - now ? Invitation.NEVER : now + lifeMillis;
        byte[] secret = InvitationProof.secretOf(
                signer(), scope.world.replica().manifest().worldId(), scope.world.drawId());
        Invitation made = new Invitation(secret, usesMax, expires, now);
        Invitation forgotten = book().add(made, each -> progress(access, each).refusal(now) != null);
        if (forgotten != null) {
            scope.world.store().dropInvitation(forgotten.id());
        }
        scope.world.store().keepInvitation(made.id(), made.encode(), () -> {});
        return made;
    }

    /** Takes back the invitation whose id begins so; who came by it stays. False if there is none open. */
    boolean withdraw(Access access, String id) {
        for (Invitation each : book().all()) {
            Progress progress = progress(access, each);
            if (!id.isBlank() && hex(each.id()).startsWith(id) && !progress.withdrawn()) {
                long serial = scope.world.replica().knownProofs().withdrawals().stream()
                        .filter(other -> other.issuer().equals(signer().publicKey()))
                        .mapToLong(other -> other.serial() + 1)
                        .max()
                        .orElse(0);
                WorldId world = scope.world.replica().manifest().worldId();
                proofs.announce(Withdrawal.sign(world, serial, each.id(), progress.uses(), signer()));
                return true;
            }
        }
        return false;
    }

    private Progress progress(Access access, Invitation invitation) {
        Hash id = invitation.id();
        long pending = underWay.values().stream()
                .filter(admittance -> admittance.pass().invitation().equals(id))
                .count();
        PeerId self = scope.world.self();
        return new Progress(invitation, access.uses(self, id) + pending, access.isWithdrawn(self, id));
    }

    /** All of them, the oldest first. */
    List<InvitationView> views(Access access) {
        long now = scope.worldMillis();
        return book().all().stream()
                .map(invitation -> {
                    Progress progress = progress(access, invitation);
                    return new InvitationView(
                            hex(invitation.id()),
                            progress.usesLeft(now),
                            progress.uses(),
                            invitation.expiresMillis(),
                            state(progress.refusal(now)));
                })
                .toList();
    }

    private static InvitationView.State state(@Nullable Refusal refusal) {
        if (refusal == null) {
            return InvitationView.State.OPEN;
        }
        return switch (refusal.reason()) {
            case INVITATION_USED -> InvitationView.State.USED;
            case INVITATION_EXPIRED -> InvitationView.State.EXPIRED;
            default -> InvitationView.State.REVOKED;
        };
    }

    private static String hex(Hash id) {
        return id.toString().substring(0, 16);
    }

    /** The invitation that is proved, or null. */
    @Nullable Invitation proved(InvitationClaim claim) {
        return book().proved(claim.proof(), claim.binding(), claim.newcomer(), claim.verifier());
    }

    /** Why an invitation does not serve any more, or null. */
    @Nullable Refusal refusal(Access access, Invitation invitation) {
        return progress(access, invitation).refusal(scope.worldMillis());
    }

    /** True while the newcomer's admittance is on its way to the disk. */
    boolean isUnderWay(PeerId newcomer) {
        return underWay.containsKey(newcomer);
    }

    /** Signs one use of an invitation; {@code admitted} runs once it is on disk. */
    void redeem(Access access, PeerId newcomer, Invitation invitation, Runnable admitted) {
        Admittance.Pass pass = new Admittance.Pass(
                invitation.id(), progress(access, invitation).uses());
        admit(access, newcomer, pass, admitted);
    }

    /** Lets a peer in by this member's word alone. */
    void vouch(Access access, PeerId newcomer) {
        admit(access, newcomer, Admittance.Pass.NONE, () -> {});
    }

    private void admit(Access access, PeerId newcomer, Admittance.Pass pass, Runnable admitted) {
        long serial = access.nextSerial(scope.world.self()) + underWay.size();
        WorldId world = scope.world.replica().manifest().worldId();
        Admittance admittance = Admittance.sign(
                world, newcomer, serial, pass, new Admittance.TimedSigner(signer(), scope.worldMillis()));
        underWay.put(newcomer, admittance);
        scope.counters.givenAdmittances++;
        // Only what is durable is told, to anybody: who is killed here has used nothing and let nobody in.
        scope.world.store().append(List.of(), List.of(admittance), () -> {
            if (Objects.equals(underWay.remove(newcomer), admittance)) {
                proofs.announce(admittance);
                admitted.run();
            }
        });
    }

    /** A refusal for an invitation that is not known here. */
    static Refusal unknown(boolean shown) {
        return new Refusal(
                RefusalReason.INVITATION_WRONG,
                shown
                        ? "the invitation is not known here; ask for another"
                        : "the world is by invitation only; ask a member for one");
    }
}
