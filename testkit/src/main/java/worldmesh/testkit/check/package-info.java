/** States the promises of a world and finds which one a finished run broke. Pure. */
@NullMarked
package worldmesh.testkit.check;

import org.jspecify.annotations.NullMarked;
