package worldmesh.peer.admission;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import worldmesh.peer.event.RefusalReason;
import worldmesh.runtime.identity.PeerId;

/**
 * The invitations that one member gave. Finished ones are kept for a while, so that whoever shows one again is told why
 * it does not serve any more. Confined to the session's thread.
 */
public final class InvitationBook {
    /** Invitations kept, finished ones too; a party has at most half as many players. */
    public static final int MAX = 64;

    private final List<Invitation> invitations = new ArrayList<>();

    /** Takes up what the store kept, the oldest first. */
    public void load(Collection<Invitation> kept) {
        invitations.addAll(kept);
        invitations.sort((one, other) -> Long.compare(one.madeMillis(), other.madeMillis()));
    }

    /**
     * Adds an invitation; a full book forgets the oldest finished one, which is returned. An
     * {@link IllegalStateException} if all of them are open.
     */
    public @Nullable Invitation add(Invitation made, Predicate<Invitation> finished) {
        Invitation forgotten = null;
        if (invitations.size() >= MAX) {
            forgotten = takeFirst(finished);
        }
        if (invitations.size() >= MAX) {
            throw new IllegalStateException(
                    MAX + " invitations are open, more are not kept; revoke one, or wait until one is used");
        }
        invitations.add(made);
        return forgotten;
    }

    private @Nullable Invitation takeFirst(Predicate<Invitation> finished) {
        for (Iterator<Invitation> each = invitations.iterator(); each.hasNext(); ) {
            Invitation next = each.next();
            if (finished.test(next)) {
                each.remove();
                return next;
            }
        }
        return null;
    }

    /** All of them, the oldest first. */
    public List<Invitation> all() {
        return List.copyOf(invitations);
    }

    /** The invitation whose secret {@code prover} shows to know over a link to {@code verifier}, or null. */
    public @Nullable Invitation proved(byte[] shown, byte[] channelBinding, PeerId prover, PeerId verifier) {
        if (shown.length == 0) {
            return null;
        }
        Invitation found = null;
        // All are tried, so that the time taken does not tell which one it was.
        for (Invitation each : invitations) {
            byte[] expected = InvitationProof.of(each.secret(), channelBinding, prover, verifier);
            found = InvitationProof.matches(expected, shown) ? each : found;
        }
        return found;
    }

    /**
     * How an invitation stands.
     *
     * @param invitation which one
     * @param uses players it let in, those under way included
     * @param withdrawn true if it was taken back
     */
    public record Progress(Invitation invitation, long uses, boolean withdrawn) {
        /** Why it lets nobody in any more, or null. */
        public @Nullable Refusal refusal(long worldMillis) {
            if (withdrawn) {
                return new Refusal(RefusalReason.INVITATION_REVOKED, "the invitation was taken back; ask for another");
            }
            if (uses >= invitation.usesMax()) {
                String times = invitation.usesMax() == 1 ? "" : " " + invitation.usesMax() + " times";
                return new Refusal(
                        RefusalReason.INVITATION_USED, "the invitation was used" + times + " already; ask for another");
            }
            if (worldMillis >= invitation.expiresMillis()) {
                return new Refusal(RefusalReason.INVITATION_EXPIRED, "the invitation has expired; ask for another");
            }
            return null;
        }

        /** Players it can still let in, {@link Invitation#UNLIMITED} for any number. */
        public long usesLeft(long worldMillis) {
            if (refusal(worldMillis) != null) {
                return 0;
            }
            return invitation.usesMax() == Invitation.UNLIMITED ? Invitation.UNLIMITED : invitation.usesMax() - uses;
        }
    }
}
