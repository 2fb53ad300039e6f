/** The secured link beside raw UDP and beside what others made, which runs in a process of its own. */
@NullMarked
package worldmesh.benchmarks.link;

import org.jspecify.annotations.NullMarked;
