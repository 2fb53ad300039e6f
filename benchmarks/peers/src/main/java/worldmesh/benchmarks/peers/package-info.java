/**
 * What others made for datagrams between two ends, bounced as the secured link is. Run in a process of its own, whose
 * libraries are on no class path of what users run. The only package that may name them.
 */
@NullMarked
package worldmesh.benchmarks.peers;

import org.jspecify.annotations.NullMarked;
