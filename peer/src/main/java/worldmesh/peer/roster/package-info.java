/** Knows where members are and keeps connecting to those that should be linked. Pure; addresses are values here. */
@NullMarked
package worldmesh.peer.roster;

import org.jspecify.annotations.NullMarked;
