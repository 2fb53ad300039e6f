/**
 * Two peers behind every pair of NATs of the laboratory: whether they connect, how directly, how soon. Depends on
 * {@code mesh}, {@code testkit.lab} and {@code runtime}.
 */
@NullMarked
package worldmesh.benchmarks.nat;

import org.jspecify.annotations.NullMarked;
