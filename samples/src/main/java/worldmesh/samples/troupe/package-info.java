/**
 * Players in processes of their own, driven by one thread: started, killed, stopped where they stand, split and healed,
 * and judged afterwards by what they left on disk. Stands on lan-party; demo, soak and measurements stand on it.
 */
@NullMarked
package worldmesh.samples.troupe;

import org.jspecify.annotations.NullMarked;
