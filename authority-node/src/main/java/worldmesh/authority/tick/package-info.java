/** Chains, signs and proves ticks: the log of what the authority decided. Pure, over rows. */
@NullMarked
package worldmesh.authority.tick;

import org.jspecify.annotations.NullMarked;
