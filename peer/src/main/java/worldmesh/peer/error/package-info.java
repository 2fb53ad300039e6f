/** What can go wrong in a session, in five kinds. Depends on the ids of runtime. */
@NullMarked
package worldmesh.peer.error;

import org.jspecify.annotations.NullMarked;
