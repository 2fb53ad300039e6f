/** Decides which commands are judged at all: bans, rates and the exactly-once window. Pure, over rows. */
@NullMarked
package worldmesh.authority.admit;

import org.jspecify.annotations.NullMarked;
