package worldmesh.samples.lanparty.model;

import worldmesh.world.component.CommandType;

/**
 * Wakes one quarter of the island: its trees and veins appear, once per world.
 *
 * @param quarter 0 to 3
 * @param seed what the island is made from; the first one counts
 */
@CommandType("awaken")
public record Awaken(int quarter, long seed) {}
