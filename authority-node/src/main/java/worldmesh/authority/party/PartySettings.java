package worldmesh.authority.party;

/**
 * How long members wait for each other, in milliseconds.
 *
 * @param staggerMillis what each rank waits longer before it campaigns; two round trips of a bad wireless network
 * @param graceMillis how long a member that met others waits for their holder's word before it campaigns
 * @param retryMillis when an unanswered campaign or fetch is repeated
 * @param resendMillis when an unanswered entry is sent again
 * @param adoptMillis when a side without a quorum adopts itself
 */
public record PartySettings(
        long staggerMillis, long graceMillis, long retryMillis, long resendMillis, long adoptMillis) {
    /** A takeover under two seconds, of which the membership takes 0.8 to suspect the holder; adoption after 10 min. */
    public static final PartySettings DEFAULT = new PartySettings(400, 500, 500, 200, 600_000);
}
