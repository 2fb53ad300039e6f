/** How many nodes there should be: what a node tells those who start and stop nodes. */
@NullMarked
package worldmesh.authority.scale;

import org.jspecify.annotations.NullMarked;
