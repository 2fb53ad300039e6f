/** The world of the anglers: what there is, what may be asked for, and the rule. Pure. */
@NullMarked
package worldmesh.samples.hybrid.pond;

import org.jspecify.annotations.NullMarked;
