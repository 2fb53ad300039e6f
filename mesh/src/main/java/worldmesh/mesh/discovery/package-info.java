/** Ways to find a place where a party can be joined: named, announced, in a file, in the DNS, at a rendezvous. */
@NullMarked
package worldmesh.mesh.discovery;

import org.jspecify.annotations.NullMarked;
