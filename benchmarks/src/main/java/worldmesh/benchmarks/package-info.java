/** Whole-process measurements, each beside a plain anchor in the same run. Depends on everything but cli and samples. */
@NullMarked
package worldmesh.benchmarks;

import org.jspecify.annotations.NullMarked;
