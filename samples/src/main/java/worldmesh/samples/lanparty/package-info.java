/** A small game for a LAN party: declares it to the engine and runs one player's peer. */
@NullMarked
package worldmesh.samples.lanparty;

import org.jspecify.annotations.NullMarked;
