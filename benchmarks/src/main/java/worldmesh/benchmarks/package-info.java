/** Whole-process measurements, each beside an anchor in the same run. May use everything but cli and samples. */
@NullMarked
package worldmesh.benchmarks;

import org.jspecify.annotations.NullMarked;
