/** The galaxy as one world: its schema, its rules and how its units travel, put together. */
@NullMarked
package worldmesh.samples.galaxy.world;

import org.jspecify.annotations.NullMarked;
