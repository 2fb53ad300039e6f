/** A sequence that several write at once: ids, their order, what they hold, and the bytes of edits. Pure. */
@NullMarked
package worldmesh.world.crdt.sequence;

import org.jspecify.annotations.NullMarked;
