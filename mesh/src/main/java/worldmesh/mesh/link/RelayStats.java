package worldmesh.mesh.link;

/**
 * What this peer has to do with relays.
 *
 * @param pairs pairs of others it carried datagrams between lately
 * @param datagrams carried for others since the start
 * @param bytes of these, without what carrying adds
 * @param refused datagrams of others it did not carry, for whatever reason
 * @param refusals it got when it asked others
 * @param forsaken how often it left a relay that dropped a part of what it was given
 * @param relayedLinks links of its own that go through others now
 */
public record RelayStats(
        int pairs, long datagrams, long bytes, long refused, long refusals, long forsaken, int relayedLinks) {
    /** The figures of who has nothing to do with relays. */
    public static final RelayStats NONE = new RelayStats(0, 0, 0, 0, 0, 0, 0);
}
