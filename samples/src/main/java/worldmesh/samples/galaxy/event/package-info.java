/** Combat events: who took part, and their delivery to the game. Pure. */
@NullMarked
package worldmesh.samples.galaxy.event;

import org.jspecify.annotations.NullMarked;
