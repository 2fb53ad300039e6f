/** A disk that crashes, tears and fails, behind the journal port of {@code runtime}. Pure. */
@NullMarked
package worldmesh.testkit.disk;

import org.jspecify.annotations.NullMarked;
