/** What a link makes of bad lines: in virtual time over a grid and a ladder of them, and beside TCP in the laboratory. */
@NullMarked
package worldmesh.benchmarks.badlinks;

import org.jspecify.annotations.NullMarked;
