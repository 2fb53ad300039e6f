/** The mergeable cells: atomic register, counter, add-wins set and enable-wins flag. Pure. */
@NullMarked
package worldmesh.world.crdt;

import org.jspecify.annotations.NullMarked;
