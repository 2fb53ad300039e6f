/** Limits how often something may happen. Pure: told the time, depends on nothing. */
@NullMarked
package worldmesh.runtime.rate;

import org.jspecify.annotations.NullMarked;
