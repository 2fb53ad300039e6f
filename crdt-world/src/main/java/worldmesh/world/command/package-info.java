/** Wishes, verdicts and the receipts that prove a verdict. Pure. */
@NullMarked
package worldmesh.world.command;

import org.jspecify.annotations.NullMarked;
