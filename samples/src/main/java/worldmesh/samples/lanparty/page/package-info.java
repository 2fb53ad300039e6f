/**
 * The page a peer serves: static files, one WebSocket per viewer, frames as JSON. Its threads hand lines to a bounded
 * inbox and never touch the world.
 */
@NullMarked
package worldmesh.samples.lanparty.page;

import org.jspecify.annotations.NullMarked;
