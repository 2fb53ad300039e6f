/** The contracts of ports as named checks that run against the real part and against its simulated twin. */
@NullMarked
package worldmesh.testkit.contract;

import org.jspecify.annotations.NullMarked;
