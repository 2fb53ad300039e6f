/** Judges commands by the rules of the game and checks their effects before anything changes. Pure. */
@NullMarked
package worldmesh.authority.validate;

import org.jspecify.annotations.NullMarked;
