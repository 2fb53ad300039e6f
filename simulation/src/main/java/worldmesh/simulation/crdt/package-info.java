/**
 * Replicas of a world alone, over the simulated network: every kind of cell, sectors, owners, grants, cheats, leavers
 * and wrong clocks. Depends on {@code crdt-world} and {@code testkit}.
 */
@NullMarked
package worldmesh.simulation.crdt;

import org.jspecify.annotations.NullMarked;
