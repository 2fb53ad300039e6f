/** The facade of the world as data: local edits, merge, reads, digests and catch-up. Single-threaded and pure. */
@NullMarked
package worldmesh.world.replica;

import org.jspecify.annotations.NullMarked;
