/** What a benchmark's actors are driven by: turns at a steady rate on a thread of their own. */
@NullMarked
package worldmesh.benchmarks.actor;

import org.jspecify.annotations.NullMarked;
