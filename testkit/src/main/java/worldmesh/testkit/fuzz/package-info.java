/** Feeds readers of untrusted bytes with damaged input and holds them to what they promise. */
@NullMarked
package worldmesh.testkit.fuzz;

import org.jspecify.annotations.NullMarked;
