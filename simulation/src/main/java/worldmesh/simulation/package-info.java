/** Runs whole clusters from seeds, and says which promise a seed broke and how to replay it. */
@NullMarked
package worldmesh.simulation;

import org.jspecify.annotations.NullMarked;
