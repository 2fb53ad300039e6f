/**
 * Long runs by hand: the party of the demonstration, harassed in ways drawn from a seed, judged by the same audit.
 */
@NullMarked
package worldmesh.samples.soak;

import org.jspecify.annotations.NullMarked;
