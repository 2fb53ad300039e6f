/** The one language of the game: lines of text from stdin, a recorded party or the page, read into deeds. Pure. */
@NullMarked
package worldmesh.samples.lanparty.action;

import org.jspecify.annotations.NullMarked;
