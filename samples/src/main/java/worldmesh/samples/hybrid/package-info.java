/**
 * A party of anglers that needs both: what they catch the authority decides, what they say goes from peer to peer.
 */
@NullMarked
package worldmesh.samples.hybrid;

import org.jspecify.annotations.NullMarked;
