/** Publishing of opaque bytes under a name to all who subscribe, over whatever neighbours there are. Pure. */
@NullMarked
package worldmesh.mesh.topic;

import org.jspecify.annotations.NullMarked;
