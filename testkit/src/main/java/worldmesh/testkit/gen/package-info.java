/** Histories drawn from seeds, and the shrinking of one that breaks a law. Pure. */
@NullMarked
package worldmesh.testkit.gen;

import org.jspecify.annotations.NullMarked;
