/** Meshes in virtual time, and with something changed on the way: for planted bugs and for measurements. */
@NullMarked
package worldmesh.testkit.mesh;

import org.jspecify.annotations.NullMarked;
