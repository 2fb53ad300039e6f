/** Rateless sketches of sets of hashes: what two sets differ by, from a stream of coded symbols. Pure. */
@NullMarked
package worldmesh.world.sync.sketch;

import org.jspecify.annotations.NullMarked;
