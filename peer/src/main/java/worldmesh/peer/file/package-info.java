/** Keeps the files that players share on a disk: hashed, verified, resumed, bounded; on threads of its own. */
@NullMarked
package worldmesh.peer.file;

import org.jspecify.annotations.NullMarked;
