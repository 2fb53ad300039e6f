package worldmesh.peer.core;

import worldmesh.runtime.identity.PeerId;

/**
 * What somebody shows to be let in by an invitation.
 *
 * @param newcomer who shows it
 * @param binding the channel binding of the link over which it was shown
 * @param verifier the member at the other end of that link
 * @param proof what was shown; empty for nothing
 */
@SuppressWarnings("ArrayRecordComponent")
record InvitationClaim(PeerId newcomer, byte[] binding, PeerId verifier, byte[] proof) {}
