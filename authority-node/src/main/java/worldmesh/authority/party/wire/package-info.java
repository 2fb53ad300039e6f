/** What the members of a party tell each other about the log: places, rosters and messages, bit-exact. Pure. */
@NullMarked
package worldmesh.authority.party.wire;

import org.jspecify.annotations.NullMarked;
