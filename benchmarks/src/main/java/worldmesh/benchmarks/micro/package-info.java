/** Microbenchmarks of single steps, run by JMH. May use everything. */
@NullMarked
package worldmesh.benchmarks.micro;

import org.jspecify.annotations.NullMarked;
