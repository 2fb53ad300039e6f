/** The cast of the flood benchmark: a host, an honest player and attackers. May use everything but cli and samples. */
@NullMarked
package worldmesh.benchmarks.flood;

import org.jspecify.annotations.NullMarked;
