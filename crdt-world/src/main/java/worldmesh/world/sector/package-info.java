/** Addresses of the world's plane: a quadtree of sectors and places inside them. Pure; depends on nothing. */
@NullMarked
package worldmesh.world.sector;

import org.jspecify.annotations.NullMarked;
