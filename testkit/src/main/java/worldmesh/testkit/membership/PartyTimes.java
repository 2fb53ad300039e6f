package worldmesh.testkit.membership;

/**
 * How fast a simulated party notices and agrees.
 *
 * @param suspectNanos silence after which a member is suspected, unless another one hears it
 * @param tickNanos how often members look around: a ping of the links
 * @param carryNanos how long a view is under way
 * @param patienceNanos how long a coordinator waits for a member that does not take a view before it goes on without it
 */
public record PartyTimes(long suspectNanos, long tickNanos, long carryNanos, long patienceNanos) {
    /** What the real one does on a quiet LAN. */
    public static PartyTimes lan() {
        return new PartyTimes(750_000_000, 50_000_000, 2_000_000, 1_000_000_000);
    }
}
