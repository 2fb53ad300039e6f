/** Long runs by hand: the party of the demonstration, its host killed again and again, judged by the same checker. */
@NullMarked
package worldmesh.samples.soak;

import org.jspecify.annotations.NullMarked;
