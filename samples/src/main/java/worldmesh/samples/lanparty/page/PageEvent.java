package worldmesh.samples.lanparty.page;

import org.jspecify.annotations.Nullable;

/**
 * What the page's threads hand to the game's thread.
 *
 * @param viewer the page it came from
 * @param line the line it sent, or null when it has just opened
 */
record PageEvent(Viewer viewer, @Nullable String line) {}
