/** Takes links their address, their path or one of their processes, and times how long they need to come back. */
@NullMarked
package worldmesh.benchmarks.resume;

import org.jspecify.annotations.NullMarked;
