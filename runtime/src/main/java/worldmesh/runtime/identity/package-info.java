/** Names peers by their Ed25519 keys and states what signing means, without an implementation of it. Pure. */
@NullMarked
package worldmesh.runtime.identity;

import org.jspecify.annotations.NullMarked;
