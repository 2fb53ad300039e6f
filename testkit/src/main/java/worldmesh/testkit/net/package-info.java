/** A network that loses, repeats, delays and parts, behind the datagram port of {@code runtime}. Pure. */
@NullMarked
package worldmesh.testkit.net;

import org.jspecify.annotations.NullMarked;
