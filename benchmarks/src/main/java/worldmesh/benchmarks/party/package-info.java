/**
 * The party measured on a real network: peers in processes of their own, on hosts of their own where the machine lets
 * the laboratory run.
 */
@NullMarked
package worldmesh.benchmarks.party;

import org.jspecify.annotations.NullMarked;
