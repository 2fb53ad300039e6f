/**
 * One figure for each area that a release may not get worse in, and the budgets they are held to. Depends on the other
 * benchmarks and the samples.
 */
@NullMarked
package worldmesh.benchmarks.budget;

import org.jspecify.annotations.NullMarked;
