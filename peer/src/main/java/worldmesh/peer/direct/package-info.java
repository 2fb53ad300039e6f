/**
 * Sound, which does not wait for an update: what several threads share of the topics of a session. Depends on {@code
 * peer.topic}, {@code peer.wire} and the mesh.
 */
@NullMarked
package worldmesh.peer.direct;

import org.jspecify.annotations.NullMarked;
