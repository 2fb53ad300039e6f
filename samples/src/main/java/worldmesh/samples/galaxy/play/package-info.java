/** One peer of the galaxy with its bot; what it reports about itself is evidence for the checker. */
@NullMarked
package worldmesh.samples.galaxy.play;

import org.jspecify.annotations.NullMarked;
