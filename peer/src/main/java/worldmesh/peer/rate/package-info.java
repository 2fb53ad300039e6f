/** Says how often a peer is sent updates of motion, by how good the line to it is. Pure; knows no messages. */
@NullMarked
package worldmesh.peer.rate;

import org.jspecify.annotations.NullMarked;
