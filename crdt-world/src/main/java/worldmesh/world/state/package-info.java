/** The joined state of one sector: entity copies, existence and homes, and how an op changes it. Pure. */
@NullMarked
package worldmesh.world.state;

import org.jspecify.annotations.NullMarked;
