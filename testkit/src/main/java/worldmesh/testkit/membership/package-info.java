/** The simulated twin of a party's membership, in virtual time. Pure. */
@NullMarked
package worldmesh.testkit.membership;

import org.jspecify.annotations.NullMarked;
