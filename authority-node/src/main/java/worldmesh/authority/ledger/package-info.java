/** Keeps the double-entry ledger behind every account component. Pure, over rows. */
@NullMarked
package worldmesh.authority.ledger;

import org.jspecify.annotations.NullMarked;
