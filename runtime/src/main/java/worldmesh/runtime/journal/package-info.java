/** The durable ordered rows a node keeps: the port that RocksDB and the simulated disk implement. */
@NullMarked
package worldmesh.runtime.journal;

import org.jspecify.annotations.NullMarked;
