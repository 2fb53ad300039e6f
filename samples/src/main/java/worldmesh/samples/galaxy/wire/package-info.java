/** How units travel: UnitUpdate and UnitDelta, bit by bit as docs/wire-galaxy.md says. Pure. */
@NullMarked
package worldmesh.samples.galaxy.wire;

import org.jspecify.annotations.NullMarked;
