/** What a link makes of bad lines: a grid and a ladder of them in virtual time, and beside TCP in the laboratory. */
@NullMarked
package worldmesh.benchmarks.badlinks;

import org.jspecify.annotations.NullMarked;
