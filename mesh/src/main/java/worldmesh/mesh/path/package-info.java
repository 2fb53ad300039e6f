/** What peers tell each other to find a way through NATs, and the port by which a session asks for one. Pure. */
@NullMarked
package worldmesh.mesh.path;

import org.jspecify.annotations.NullMarked;
