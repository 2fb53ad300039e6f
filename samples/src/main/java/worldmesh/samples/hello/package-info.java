/** The smallest program that shares a world: what the README shows. */
@NullMarked
package worldmesh.samples.hello;

import org.jspecify.annotations.NullMarked;
