/**
 * Finds out why two machines do not play together: asks servers and the member of an invitation, and says what to do.
 * Opens sockets of its own; knows no world.
 */
@NullMarked
package worldmesh.peer.doctor;

import org.jspecify.annotations.NullMarked;
