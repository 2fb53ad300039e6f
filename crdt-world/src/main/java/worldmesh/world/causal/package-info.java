/** Hybrid world time, stamps, dots and version vectors: who knew what when. Pure. */
@NullMarked
package worldmesh.world.causal;

import org.jspecify.annotations.NullMarked;
