/** What links say of their lines against what the emulator did, and how the rate of updates follows, in virtual time. */
@NullMarked
package worldmesh.benchmarks.quality;

import org.jspecify.annotations.NullMarked;
