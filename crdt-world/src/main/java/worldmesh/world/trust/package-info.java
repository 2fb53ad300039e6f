/** Manifest, certificates, grants, claims and revocations: the proofs that make an op valid. Pure. */
@NullMarked
package worldmesh.world.trust;

import org.jspecify.annotations.NullMarked;
