package worldmesh.mesh.gossip.wire;

import worldmesh.runtime.identity.PeerId;

/**
 * A peer that somebody knows of.
 *
 * @param sketch a bit for each topic it subscribes to, by the topic's id modulo 64: enough to prefer those that share
 *     some, never to decide what a peer is sent
 */
public record MemberEntry(PeerId peer, long sketch) {}
