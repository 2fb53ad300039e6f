/** What links say of their lines against the emulator, and how the rate of updates follows, in virtual time. */
@NullMarked
package worldmesh.benchmarks.quality;

import org.jspecify.annotations.NullMarked;
