/**
 * The overlay of commands that are not answered yet: decided here by the same rules, over confirmed state, and anew
 * after every merge. Pure; depends on crdt-world.
 */
@NullMarked
package worldmesh.peer.predict;

import org.jspecify.annotations.NullMarked;
