/** What two sides of a search of ways make of it together: where datagrams stop, and what to do. Pure. */
@NullMarked
package worldmesh.peer.checkup;

import org.jspecify.annotations.NullMarked;
