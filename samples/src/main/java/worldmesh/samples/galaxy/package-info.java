/** The galaxy-rts sample: peers fight over deposits with units that travel as differences. */
@NullMarked
package worldmesh.samples.galaxy;

import org.jspecify.annotations.NullMarked;
