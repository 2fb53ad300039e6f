/** The simulated twin of a party's membership, in virtual time. Pure; knows {@code mesh.membership} and the scheduler. */
@NullMarked
package worldmesh.testkit.membership;

import org.jspecify.annotations.NullMarked;
