/** Runs an authority without a player: configuration, the game it hosts, start and clean stop. */
@NullMarked
package worldmesh.authority.node;

import org.jspecify.annotations.NullMarked;
