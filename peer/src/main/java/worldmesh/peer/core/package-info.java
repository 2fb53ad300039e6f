/**
 * The session machine: admission, roster, sync, world time, commands, presence, and the local world they act on. Pure:
 * no thread, no clock, no file, no socket; the owner calls {@code update} with the time. Depends on the sibling
 * packages and the ports.
 */
@NullMarked
package worldmesh.peer.core;

import org.jspecify.annotations.NullMarked;
