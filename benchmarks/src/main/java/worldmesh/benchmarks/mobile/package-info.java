/** What a player on a telephone gets: lines that change by themselves, and how often its radio has to wake up. */
@NullMarked
package worldmesh.benchmarks.mobile;

import org.jspecify.annotations.NullMarked;
