/** Who is in a party, as every member sees it: the port, its words and its inbox. Pure; knows peers only. */
@NullMarked
package worldmesh.mesh.membership;

import org.jspecify.annotations.NullMarked;
