/**
 * Decides who holds the authority of a world among the members of a party and when an entry of its log is committed:
 * viewstamped replication over rosters that follow the party. Pure, over rows and ports.
 */
@NullMarked
package worldmesh.authority.party;

import org.jspecify.annotations.NullMarked;
