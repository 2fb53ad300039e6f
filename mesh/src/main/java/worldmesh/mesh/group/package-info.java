/** The membership of a party by JGroups over our links: the only room that knows JGroups. */
@NullMarked
package worldmesh.mesh.group;

import org.jspecify.annotations.NullMarked;
