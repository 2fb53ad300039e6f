/** The judge: reads the diaries, receipts and stores that the anglers left, in a process of its own. */
@NullMarked
package worldmesh.samples.hybrid.check;

import org.jspecify.annotations.NullMarked;
