/** The {@code worldmesh} command: turns words into calls of the modules, and reports into lines. */
@NullMarked
package worldmesh.cli;

import org.jspecify.annotations.NullMarked;
