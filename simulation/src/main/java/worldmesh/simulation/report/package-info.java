/** What a simulation reports: the outcome of each seed, folded into one JSON object. Pure. */
@NullMarked
package worldmesh.simulation.report;

import org.jspecify.annotations.NullMarked;
