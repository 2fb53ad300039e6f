/** Declares component and command records and binds each to one codec of composed method handles. Pure. */
@NullMarked
package worldmesh.world.component;

import org.jspecify.annotations.NullMarked;
