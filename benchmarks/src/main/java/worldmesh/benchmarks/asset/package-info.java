/** How soon a shared file begins to come from those who have it. Its players are whole ones. */
@NullMarked
package worldmesh.benchmarks.asset;

import org.jspecify.annotations.NullMarked;
