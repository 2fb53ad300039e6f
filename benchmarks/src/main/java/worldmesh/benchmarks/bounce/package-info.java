/** The bounce of one message between two ends of one process, and its durations. Depends on runtime alone. */
@NullMarked
package worldmesh.benchmarks.bounce;

import org.jspecify.annotations.NullMarked;
