/** What players say: signed, told in causal order, kept for late joiners within bounds. Pure; uses runtime only. */
@NullMarked
package worldmesh.peer.chat;

import org.jspecify.annotations.NullMarked;
