/** What a game publishes to the players of a session under names of its own: kinds, messages, answers. Pure. */
@NullMarked
package worldmesh.peer.topic;

import org.jspecify.annotations.NullMarked;
