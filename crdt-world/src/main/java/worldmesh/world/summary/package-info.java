/** What is told of sectors to those far away: counts and centres by component, summed up over coarse cells. Pure. */
@NullMarked
package worldmesh.world.summary;

import org.jspecify.annotations.NullMarked;
