/** The components and commands of the game: what the world stores and what players may wish. Pure records. */
@NullMarked
package worldmesh.samples.lanparty.model;

import org.jspecify.annotations.NullMarked;
