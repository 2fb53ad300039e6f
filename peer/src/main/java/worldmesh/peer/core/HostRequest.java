package worldmesh.peer.core;

import worldmesh.peer.port.AuthorityProvider;
import worldmesh.world.trust.Membership;

/**
 * What a host asks for.
 *
 * @param worldName the name of the world, if it is founded now
 * @param membership who may join, if it is founded now
 * @param authority opens the authority
 * @param nonce random: tells worlds of one name apart
 */
public record HostRequest(String worldName, Membership membership, AuthorityProvider authority, long nonce) {}
