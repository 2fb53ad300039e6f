/**
 * Gives every way by which records come in the same damaged inputs and wants one verdict. Depends on the product's
 * public readers and the testkit; owns nothing that runs.
 */
@NullMarked
package worldmesh.simulation.schema;

import org.jspecify.annotations.NullMarked;
