/** How an entity gets another owner on request: what is asked, who decides, what is answered. Pure values and ports. */
@NullMarked
package worldmesh.peer.owner;

import org.jspecify.annotations.NullMarked;
