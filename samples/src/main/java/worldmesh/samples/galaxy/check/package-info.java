/** Judges a finished galaxy by the stores, receipts and reports of its peers. */
@NullMarked
package worldmesh.samples.galaxy.check;

import org.jspecify.annotations.NullMarked;
