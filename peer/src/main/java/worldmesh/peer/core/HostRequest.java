package worldmesh.peer.core;

import worldmesh.peer.port.AuthorityProvider;
import worldmesh.world.trust.Hosting;
import worldmesh.world.trust.Membership;

/**
 * What a host asks for.
 *
 * @param worldName the name of the world, if it is founded now
 * @param membership who may join, if it is founded now
 * @param hosting whether the party holds the authority or the founder alone, if it is founded now
 * @param authority opens the authority
 * @param nonce random: tells worlds of one name apart
 */
public record HostRequest(
        String worldName, Membership membership, Hosting hosting, AuthorityProvider authority, long nonce) {
    /** A world whose party holds the authority. */
    public HostRequest(String worldName, Membership membership, AuthorityProvider authority, long nonce) {
        this(worldName, membership, Hosting.PARTY, authority, nonce);
    }
}
