/**
 * A member with a changed program and all its own checks off, for tests and the demo: what it tries, and what honest
 * stores say came of it. Depends on the game and on the machinery of a peer.
 */
@NullMarked
package worldmesh.samples.cheat;

import org.jspecify.annotations.NullMarked;
