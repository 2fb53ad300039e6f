/** Bytes as a value: compared, kept and passed on, never interpreted. Pure; depends on nothing. */
@NullMarked
package worldmesh.world.bytes;

import org.jspecify.annotations.NullMarked;
