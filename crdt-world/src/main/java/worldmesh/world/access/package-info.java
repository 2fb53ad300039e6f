/** Says who may come into a world, as all statements known together have it. Pure; depends on {@code world.trust}. */
@NullMarked
package worldmesh.world.access;

import org.jspecify.annotations.NullMarked;
