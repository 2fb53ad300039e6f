/** Keeps one peer's world in rows: manifest, proofs, snapshots and batches; audits stores from outside. */
@NullMarked
package worldmesh.authority.store;

import org.jspecify.annotations.NullMarked;
