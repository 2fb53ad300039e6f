/** Reads and writes bounded binary data. Pure: depends on nothing but the JDK's arithmetic. */
@NullMarked
package worldmesh.runtime.bytes;

import org.jspecify.annotations.NullMarked;
