/**
 * Binds the party's protocol to a world: who signs and votes, what an entry changes in rows and replica, and what a
 * newcomer is told. Pure, over ports.
 */
@NullMarked
package worldmesh.authority.member;

import org.jspecify.annotations.NullMarked;
