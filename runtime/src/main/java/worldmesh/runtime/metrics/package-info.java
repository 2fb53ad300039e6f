/** Counts and measures what a process does, as Prometheus text. Depends on nothing; safe for several threads. */
@NullMarked
package worldmesh.runtime.metrics;

import org.jspecify.annotations.NullMarked;
