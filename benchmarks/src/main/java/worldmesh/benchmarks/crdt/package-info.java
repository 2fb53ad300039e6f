/** Whole-process drivers of the CRDT workloads: populate, churn and divergence, beside the plain Java bound. */
@NullMarked
package worldmesh.benchmarks.crdt;

import org.jspecify.annotations.NullMarked;
