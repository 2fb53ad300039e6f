package worldmesh.world.state;

import worldmesh.world.hash.Hash;
import worldmesh.world.sector.SectorId;

/**
 * What lies below a cut, by its hash: who has made the same cut of the same batches has the same bytes there.
 *
 * @param number of the cut, from 1
 * @param state the SHA-256 of what {@link SectorCodec} writes of the settled state
 */
public record CutMark(SectorId sector, long number, Hash state) {
    /** Refuses a number below 1. */
    public CutMark {
        if (number < 1) {
            throw new IllegalArgumentException("the number of a cut is " + number + ", must be at least 1");
        }
    }
}
