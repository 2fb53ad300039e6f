/** Feeds readers of untrusted bytes with damaged input and holds them to their promises. */
@NullMarked
package worldmesh.testkit.fuzz;

import org.jspecify.annotations.NullMarked;
