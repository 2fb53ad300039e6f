package worldmesh.peer.core;

import worldmesh.runtime.identity.PeerId;
import worldmesh.world.summary.SectorSummary;

/**
 * What is known of a far cell: derived from the state of one peer and signed by it, no part of this peer's state.
 *
 * @param summary what is there
 * @param maker who says so
 * @param worldMillis when it was made
 */
public record FarSector(SectorSummary summary, PeerId maker, long worldMillis) {}
