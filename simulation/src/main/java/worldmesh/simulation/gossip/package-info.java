/** Simulates overlays of thousands: the product's gossip machines over the links and latencies of a planet. Pure. */
@NullMarked
package worldmesh.simulation.gossip;

import org.jspecify.annotations.NullMarked;
