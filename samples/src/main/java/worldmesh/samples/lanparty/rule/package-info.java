/**
 * What players may do: pure rules from (command, view of the world) to effects or a reason. The same code predicts on
 * the player's machine and decides at the authority. Depends on the game's model, its island and {@code world.rule}.
 */
@NullMarked
package worldmesh.samples.lanparty.rule;

import org.jspecify.annotations.NullMarked;
