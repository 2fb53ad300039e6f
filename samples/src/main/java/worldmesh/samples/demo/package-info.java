/**
 * The demonstration: four peers in four processes, the holder killed half way, the party split and healed, and a
 * checker in a fifth that reads stores and receipts afterwards. The driver starts and stops; it judges nothing.
 */
@NullMarked
package worldmesh.samples.demo;

import org.jspecify.annotations.NullMarked;
