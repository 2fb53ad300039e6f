package worldmesh.peer.core;

import java.util.Locale;
import worldmesh.peer.admission.Invitation;

/**
 * An invitation of this player, for people.
 *
 * @param id what it is called: it tells nothing of the secret
 * @param usesLeft players it can still let in, {@link Invitation#UNLIMITED} for any number
 * @param uses players it let in
 * @param expiresMillis world time from which on it is void, {@link Invitation#NEVER} for never
 * @param state how it stands
 */
public record InvitationView(String id, long usesLeft, long uses, long expiresMillis, State state) {
    /** How an invitation stands. */
    public enum State {
        /** It lets players in. */
        OPEN,
        /** It let in as many as it was made for. */
        USED,
        /** It is too old. */
        EXPIRED,
        /** It was taken back. */
        REVOKED;

        /** For people. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
