/** What the authority lets happen in the galaxy: pure functions of command and world. */
@NullMarked
package worldmesh.samples.galaxy.rule;

import org.jspecify.annotations.NullMarked;
