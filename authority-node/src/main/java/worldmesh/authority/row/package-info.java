/** Names the rows of a store and drafts changes to them. Pure; depends on crdt-world's ids and {@code runtime}. */
@NullMarked
package worldmesh.authority.row;

import org.jspecify.annotations.NullMarked;
