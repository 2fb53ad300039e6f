/** The node's side of a rendezvous: who is there, what is carried for whom. Pure: events and time in, effects out. */
@NullMarked
package worldmesh.authority.rendezvous;

import org.jspecify.annotations.NullMarked;
