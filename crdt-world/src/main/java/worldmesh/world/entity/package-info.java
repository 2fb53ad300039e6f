/** Names of entities and the classes of trust that say who may change what. Pure; depends on nothing. */
@NullMarked
package worldmesh.world.entity;

import org.jspecify.annotations.NullMarked;
