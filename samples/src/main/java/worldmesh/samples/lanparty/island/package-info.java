/** The ground of the game: tiles made from the world's seed alone. Pure; depends on nothing but sector ids. */
@NullMarked
package worldmesh.samples.lanparty.island;

import org.jspecify.annotations.NullMarked;
