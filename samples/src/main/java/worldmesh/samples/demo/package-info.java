/**
 * The demonstration: three peers in three processes, one of them killed half way, and a checker in a fourth that reads
 * stores and receipts afterwards. The driver starts and stops; it judges nothing.
 */
@NullMarked
package worldmesh.samples.demo;

import org.jspecify.annotations.NullMarked;
