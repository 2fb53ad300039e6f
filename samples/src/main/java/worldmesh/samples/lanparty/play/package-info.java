/** One player's side of the game: what it does, sees and is told. Confined to the thread that updates the session. */
@NullMarked
package worldmesh.samples.lanparty.play;

import org.jspecify.annotations.NullMarked;
