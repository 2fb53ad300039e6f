/**
 * The overlay of a world with more peers than a full mesh holds: which peers are kept as neighbours ({@code
 * PartialViews}), and by which of them a message goes on ({@code BroadcastTrees}). May use the packages of topics and
 * identities. Pure.
 */
@NullMarked
package worldmesh.mesh.gossip;

import org.jspecify.annotations.NullMarked;
