/**
 * Files that players share: what a file is named by, who has which parts, which part is asked of whom, who is handed
 * one. Pure: disks and links come in as ports.
 */
@NullMarked
package worldmesh.peer.asset;

import org.jspecify.annotations.NullMarked;
