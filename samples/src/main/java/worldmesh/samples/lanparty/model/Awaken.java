package worldmesh.samples.lanparty.model;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.IntStream;
import worldmesh.runtime.identity.PeerId;
import worldmesh.samples.lanparty.island.Quarter;
import worldmesh.world.component.CommandType;
import worldmesh.world.component.Range;

/**
 * Wakes one quarter of the island: its trees and veins appear, once per world.
 *
 * @param quarter 0 to 3
 * @param seed what the island is made from; the first one counts
 */
@CommandType("awaken")
public record Awaken(@Range(min = 0, max = 3) int quarter, long seed) {
    /** The commands that wake the island of a founder: another founder, another island. */
    public static List<Awaken> island(PeerId founder) {
        long seed = ByteBuffer.wrap(founder.bytes()).getLong();
        return IntStream.range(0, Quarter.COUNT)
                .mapToObj(quarter -> new Awaken(quarter, seed))
                .toList();
    }
}
