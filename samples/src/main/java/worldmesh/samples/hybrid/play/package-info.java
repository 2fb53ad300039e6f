/** One angler in a process of its own, and the diary that it writes for the checker. */
@NullMarked
package worldmesh.samples.hybrid.play;

import org.jspecify.annotations.NullMarked;
