/** Tells the time. Pure but for {@code SystemClock}, the one class of the product that reads the machine's clock. */
@NullMarked
package worldmesh.runtime.time;

import org.jspecify.annotations.NullMarked;
