/**
 * What a game links: {@code World} and {@code Session}. Owns the shell around {@code peer.core}: threads are checked,
 * sockets and files opened here, decisions are made below.
 */
@NullMarked
package worldmesh.peer;

import org.jspecify.annotations.NullMarked;
