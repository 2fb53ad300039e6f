/** What happens in a session, told to the game inside {@code update}. Depends on the ids of crdt-world and runtime. */
@NullMarked
package worldmesh.peer.event;

import org.jspecify.annotations.NullMarked;
