/**
 * Motion: streamed by its owner, drawn behind by interpolation, settled into its cell at rest. Pure; depends on the ids
 * of crdt-world and runtime.
 */
@NullMarked
package worldmesh.peer.pose;

import org.jspecify.annotations.NullMarked;
