package worldmesh.samples.galaxy.model;

import worldmesh.world.component.Component;
import worldmesh.world.component.Critical;
import worldmesh.world.component.Range;
import worldmesh.world.sector.SectorId;

/**
 * What there is one of: the authority's counts.
 *
 * @param nextEvent the number of the next combat event, from 1
 * @param nextBase the number of the next base, from 1
 * @param hits shots that hit
 * @param taken power-ups that were taken
 */
@Component("war")
@Critical public record War(
        @Range(min = 0) long nextEvent,
        @Range(min = 0) long nextBase,
        @Range(min = 0) long hits,
        @Range(min = 0) long taken) {
    /**
     * Where the counts and the events of the war are, wherever things happen: a sector of their own, far above all
     * fighting and coarse, so that it is sent before others and its few batches never wait behind theirs.
     */
    public static final SectorId NEWS = new SectorId(0, 0, 32);

    /** At the beginning. */
    public static final War BEGIN = new War(1, 1, 0, 0);

    /** After so many more events. */
    public War told(int events) {
        return new War(nextEvent + events, nextBase, hits, taken);
    }

    /** After a hit. */
    public War hit() {
        return new War(nextEvent, nextBase, hits + 1, taken);
    }

    /** After a base was built. */
    public War built() {
        return new War(nextEvent, nextBase + 1, hits, taken);
    }

    /** After a power-up was taken. */
    public War tookPowerUp() {
        return new War(nextEvent, nextBase, hits, taken + 1);
    }
}
