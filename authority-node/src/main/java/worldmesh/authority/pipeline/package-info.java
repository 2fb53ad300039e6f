/** The single writer of a world: takes commands, makes their effects durable, then answers. Pure, over ports. */
@NullMarked
package worldmesh.authority.pipeline;

import org.jspecify.annotations.NullMarked;
